/**
 * The piecewise-linear function through points: constant before the first and after the last (numpy.interp).
 *
 * @param knots ascending and distinct, at least one
 * @param values one for each knot
 * @example interpolate(2.5, [1, 2, 3], [10, 20, 40]) // 30
 */
export function interpolate(x: number, knots: ArrayLike<number>, values: ArrayLike<number>): number {
  const last = knots.length - 1;
  if (x <= (knots[0] as number)) return values[0] as number;
  if (x >= (knots[last] as number)) return values[last] as number;
  let right = 1;
  while (x > (knots[right] as number)) right++;
  const [a, b] = [knots[right - 1] as number, knots[right] as number];
  const [low, high] = [values[right - 1] as number, values[right] as number];
  return low + ((x - a) / (b - a)) * (high - low);
}
