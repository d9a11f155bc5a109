/** What /docs does in the browser: sends the form, shows the answer. Values only ever become text, never markup. */
import { breakdownScript } from './breakdown.ts';

export const script = `${breakdownScript}
const form = document.getElementById('form');
const answer = document.getElementById('answer');
const base = location.href.replace(/\\/docs\\/?([?#].*)?$/, '');
for (const code of document.querySelectorAll('pre code')) code.textContent = code.textContent.replaceAll('BASE', base);

const { label, unit } = answer.dataset;
/** How people call columns and features, and in which unit they are. */
const { columns, features } = JSON.parse(answer.dataset.words);

const number = (value, options) => value.toLocaleString('en-US',
  Math.abs(value) >= 1000 ? { maximumFractionDigits: 0, ...options } : { maximumSignificantDigits: 4, ...options });
const shown = (value) => typeof value === 'number' ? number(value) : value === null ? 'missing' : String(value);
const percent = (value, options) => value.toLocaleString('en-US', { style: 'percent', maximumFractionDigits: 1, ...options });
/** A value of the target; three capitals are a currency. */
function amount(value, options) {
  if (/^[A-Z]{3}$/.test(unit)) return number(value, { style: 'currency', currency: unit, ...options });
  return number(value, options) + (unit ? ' ' + unit : '');
}
const element = (name, text) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text });

function table(head, rows) {
  const made = element('table');
  const around = element('div');
  around.className = 'wide';
  around.append(made);
  for (const [index, cells] of [head, ...rows].entries()) {
    const row = made.appendChild(element('tr'));
    for (const cell of cells) row.append(cell instanceof Node ? cell : element(index === 0 ? 'th' : 'td', cell));
  }
  return around;
}

function headline(result) {
  if (result.error) return [element('strong', result.error)];
  if (result.probabilities) return [element('strong', label + ': ' + result.label),
    table(['class', 'probability'], Object.entries(result.probabilities).map(([name, p]) => [name, percent(p)]))];
  const [, value] = Object.entries(result)[0];
  const { interval } = result;
  const range = interval ? ' between ' + amount(interval.lower) + ' and ' + amount(interval.upper) +
    ' for ' + percent(interval.level) + ' of such rows' : '';
  return [element('strong', label + ': ' + amount(value)), element('span', range)];
}

function surprises(result) {
  const unknown = Object.entries(result.input_summary?.unknown ?? {});
  if (unknown.length === 0) return [];
  return [element('p', 'Take it with care: the model has never seen ' +
    unknown.map(([name, value]) => (columns[name]?.label ?? name) + ' "' + value + '"').join(', ') + '.')];
}

/** With its unit: "1,800 sqft". */
const measured = (value, of) => shown(value) + (of?.unit && value !== null && value !== '' ? ' ' + of.unit : '');

/** What was given, where a feature is no more than that; else what the model sees, in the unit of people. */
function valueOf(name, value, row) {
  const words = features[name] ?? {};
  if (words.column !== undefined) return measured(row[words.column] ?? null, words);
  if (value === null) return 'missing';
  if (words.taken === 'log') return money(Math.exp(value), words.unit);
  if (words.taken === 'log1p') return shown(Math.round(Math.expm1(value)));
  return words.unit === unit ? money(value, unit) : measured(value, words);
}

function money(value, of) {
  if (!/^[A-Z]{3}$/.test(of ?? '')) return measured(value, { unit: of });
  return number(value, { style: 'currency', currency: of, maximumFractionDigits: 0 });
}

/** Where a line begins and ends between the least and the most that the sum ever is. */
function bar({ from, to, start, total }, least, most) {
  const cell = element('td');
  cell.className = 'bar';
  if (start || total) return cell;
  const at = (value) => 100 * (value - least) / (most - least || 1);
  const drawn = cell.appendChild(element('i'));
  drawn.className = to < from ? 'less' : 'more';
  drawn.style.left = at(Math.min(from, to)) + '%';
  drawn.style.width = Math.max(Math.abs(at(to) - at(from)), .5) + '%';
  return cell;
}

function reasons(result, row) {
  if (!result.shap_values) return [];
  const isShare = result.probabilities !== undefined;
  const answer = isShare ? result.probabilities[result.label] : Object.values(result)[0];
  const { step, lines } = breakdown({ answer, base: result.base_value, values: result.shap_values, isShare }, 12);
  const digits = { maximumFractionDigits: Math.max(0, Math.round(-Math.log10(step))) };
  const value = (steps, options) => isShare
    ? (100 * step * steps).toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1, ...options }) + (options ? ' points' : ' %')
    : /^[A-Z]{3}$/.test(unit)
      ? (step * steps).toLocaleString('en-US', { style: 'currency', currency: unit, minimumFractionDigits: 0, ...digits, ...options })
      : (step * steps).toLocaleString('en-US', { ...digits, ...options }) + (unit ? ' ' + unit : '');
  const ends = lines.flatMap(({ from, to }) => [from, to]);
  const named = ({ start, total, others, feature }) => {
    if (start) return ['Of a row of which nothing is known', ''];
    if (total) return [label + (isShare ? ': ' + result.label : ''), ''];
    if (feature === undefined) return [others + ' other features', ''];
    const name = result.feature_names[feature];
    return [features[name]?.label ?? name, valueOf(name, result.feature_values[feature], row)];
  };
  const made = table(['', 'value', 'adds', ''], lines.map((line) =>
    [...named(line), line.start || line.total ? value(line.adds) : value(line.adds, { signDisplay: 'exceptZero' }), bar(line, Math.min(...ends), Math.max(...ends))]));
  made.classList.add('sum');
  return [element('p', 'How the answer comes about, the features that matter most first:'), made];
}

/** At most eight columns: the rest is in the whole answer. */
function alike(result) {
  const [first] = result.comparables ?? [];
  if (!first) return [];
  const target = answer.dataset.target;
  const names = Object.keys(first.row).filter((name) => result.comparables.some(({ row }) => row[name] !== null)).slice(0, 8);
  const truth = (value) => typeof value === 'number' ? amount(value) : String(value);
  return [element('p', 'The model learned from these. The most alike come first: to the model and to people, half each.'),
    table([label, 'alike', ...names.map((name) => columns[name]?.label ?? name)], result.comparables.map((one) =>
      [truth(one[target]), percent(one.likeness, { maximumFractionDigits: 0 }), ...names.map((name) => one.row[name] === null ? '' : measured(one.row[name], columns[name]))]))];
}

function problems(result) {
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  return (result.detail ?? []).map(({ field, message }) => {
    form.elements.namedItem(field)?.setAttribute?.('aria-invalid', 'true');
    return element('p', (columns[field]?.label ?? field) + ': ' + message);
  });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const row = {};
  for (const [name, value] of new FormData(form)) if (value !== '') row[name] = value;
  answer.hidden = false;
  try {
    const response = await fetch(base + '/' + (event.submitter?.name ?? 'predict'), {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(row) });
    const result = await response.json();
    const details = element('details');
    details.append(element('summary', 'The whole answer'), element('pre', JSON.stringify(result, null, 2)));
    answer.className = response.ok ? '' : 'refused';
    answer.replaceChildren(...headline(result), ...problems(result), ...surprises(result), ...reasons(result, row), ...alike(result), details);
  } catch (error) {
    answer.className = 'refused';
    answer.replaceChildren(element('strong', 'No answer: ' + error.message));
  }
});
`;
