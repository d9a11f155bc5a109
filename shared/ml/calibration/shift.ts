/** The constant that sets a regression's answers right on average. */

/**
 * Log targets: log(sum of y / sum of predictions) in the user's unit, the ratio form of smearing (Duan, "Smearing
 * Estimate", 1983; Snowdon, 1991): answers then have the mean of what they answer, which exp of a mean log has not.
 * Identity: the mean residual.
 *
 * @param y in the model's space, as `raw`
 */
export function shiftOf(transform: 'log' | 'identity', y: Float64Array, raw: Float64Array): number {
  if (transform === 'identity') return sum(y, (value, i) => value - (raw[i] as number)) / y.length;
  return Math.log(sum(y, Math.exp) / sum(raw, Math.exp));
}

function sum(values: Float64Array, of: (value: number, index: number) => number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += of(values[i] as number, i);
  return total;
}
