/** What /docs does in the browser: sends the form, shows the answer. Values only ever become text, never markup. */
export const script = `
const form = document.getElementById('form');
const answer = document.getElementById('answer');
const base = location.href.replace(/\\/docs\\/?([?#].*)?$/, '');
for (const code of document.querySelectorAll('pre code')) code.textContent = code.textContent.replaceAll('BASE', base);

const shown = (value) => typeof value === 'number'
  ? value.toLocaleString('en-US', { maximumSignificantDigits: 6 }) : value === null ? 'missing' : String(value);
const element = (name, text) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text });

function table(head, rows) {
  const made = element('table');
  for (const [index, cells] of [head, ...rows].entries()) {
    const row = made.appendChild(element('tr'));
    for (const cell of cells) row.append(element(index === 0 ? 'th' : 'td', cell));
  }
  return made;
}

function headline(result) {
  if (result.error) return [element('strong', result.error)];
  if (result.probabilities) return [element('strong', result.label),
    table(['class', 'probability'], Object.entries(result.probabilities).map(([name, p]) => [name, shown(p)]))];
  const [, value] = Object.entries(result)[0];
  const { interval } = result;
  const range = interval ? ' between ' + shown(interval.lower) + ' and ' + shown(interval.upper) +
    ' for ' + interval.level * 100 + ' % of such rows' : '';
  return [element('strong', shown(value)), element('span', range)];
}

function reasons(result) {
  if (!result.shap_values) return [];
  const rows = result.feature_names.map((name, index) => [name, shown(result.feature_values[index]), result.shap_values[index]]);
  rows.sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
  return [element('p', 'Starting from ' + shown(result.base_value) + ', each feature adds:'),
    table(['feature', 'value', 'adds'], rows.slice(0, 15).map(([name, value, adds]) => [name, value, (adds > 0 ? '+' : '') + shown(adds)]))];
}

function problems(result) {
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  return (result.detail ?? []).map(({ field, message }) => {
    form.elements.namedItem(field)?.setAttribute?.('aria-invalid', 'true');
    return element('p', field + ': ' + message);
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
    answer.replaceChildren(...headline(result), ...problems(result), ...reasons(result), details);
  } catch (error) {
    answer.replaceChildren(element('strong', 'No answer: ' + error.message));
  }
});
`;
