/** How far errors reach, with a promise for the next one. */

/**
 * The ceil((n + 1) * level)-th smallest of n values: the finite-sample quantile of conformal prediction.
 *
 * @throws RangeError when n is too small to promise the level
 */
export function conformalQuantile(values: Float64Array, level: number): number {
  const rank = Math.ceil((values.length + 1) * level);
  if (!(rank >= 1 && rank <= values.length)) {
    const needed = Math.ceil(level / (1 - level) - 1e-9);
    throw new RangeError(
      `${values.length} rows to calibrate a level of ${level}: at least ${needed} are needed`,
    );
  }
  return values.slice().sort()[rank - 1] as number;
}
