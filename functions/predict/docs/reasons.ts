/**
 * The part of /docs that draws an explanation: a line for each feature that matters, in words and units of people, with a
 * bar from where the sum stood before it to where it stands after. It uses what script.ts has for all answers.
 */
export const reasonsScript = `
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
    if (feature === undefined) return [othersNamed(others), ''];
    const name = result.feature_names[feature];
    return [features[name]?.label ?? name, valueOf(name, result.feature_values[feature], row)];
  };
  const made = table(['', 'value', 'adds', ''], lines.map((line) =>
    [...named(line), line.start || line.total ? value(line.adds) : value(line.adds, { signDisplay: 'exceptZero' }), bar(line, Math.min(...ends), Math.max(...ends))]));
  made.classList.add('sum');
  return [element('p', 'How the answer comes about, the features that matter most first:'), made];
}
`;
