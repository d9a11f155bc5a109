/** What /docs does in the browser: sends the form, shows the answer. Values only ever become text, never markup. */
import { breakdownScript } from './breakdown.ts';
import { reasonsScript } from './reasons.ts';

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

${reasonsScript}
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

/** What somebody has typed into this page; nothing of it is kept. */
function credential() {
  const key = document.getElementById('key')?.value.trim();
  return key ? { authorization: 'Bearer ' + key } : {};
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const row = {};
  for (const [name, value] of new FormData(form)) if (value !== '') row[name] = value;
  answer.hidden = false;
  try {
    const response = await fetch(base + '/' + (event.submitter?.name ?? 'predict'), {
      method: 'POST', headers: { 'content-type': 'application/json', ...credential() }, body: JSON.stringify(row) });
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
