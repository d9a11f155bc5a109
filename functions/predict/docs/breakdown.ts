/**
 * The part of /docs that makes lines of an explanation: the features that matter most, and the rest as one line, so that
 * what people read sums to the answer. It only counts; what is drawn is in script.ts.
 */
export const breakdownScript = `
/** The place to which all of a breakdown is rounded: as the answer itself is shown. */
function stepOf(answer, isShare) {
  if (isShare) return 0.001;
  const size = Math.abs(answer);
  return size >= 1000 || size === 0 ? 1 : 10 ** (Math.floor(Math.log10(size)) - 3);
}

/** What the line is of that stands for all that is not shown: where all is shown, of what rounding leaves. */
const othersNamed = (others) =>
  others === 0 ? 'Rounding' : others === 1 ? '1 other feature' : others + ' other features';

/**
 * Lines { adds, from, to } and what they are of. All numbers are whole steps, so that they sum exactly: what rounding
 * leaves goes to the rest. "from" and "to" are where the sum stands before and after the line.
 */
function breakdown({ answer, base, values, isShare }, most) {
  const step = stepOf(answer, isShare);
  const inSteps = (value) => Math.round(value / step);
  const order = values.map((adds, feature) => ({ feature, adds: inSteps(adds) }))
    .sort((a, b) => Math.abs(values[b.feature]) - Math.abs(values[a.feature]));
  const shown = order.slice(0, most).filter(({ adds }) => adds !== 0);
  let sum = inSteps(base);
  const line = (made) => ({ ...made, from: sum, to: sum += made.adds });
  const lines = [{ start: true, adds: sum, from: sum, to: sum }, ...shown.map(line)];
  const others = values.length - shown.length;
  const total = inSteps(answer);
  if (others > 0 || total !== sum) lines.push(line({ others, adds: total - sum }));
  return { step, lines: [...lines, { total: true, adds: total, from: total, to: total }] };
}
`;
