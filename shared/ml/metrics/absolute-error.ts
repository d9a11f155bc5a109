/** Measures that rest on absolute errors. */
import { median } from '../../stats/median.ts';

/** Mean absolute error, in the unit of the target. */
export function mae(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += Math.abs((actual[i] as number) - (predicted[i] as number));
  return sum / actual.length;
}

/** Median of |error| / |actual|: half of the answers are nearer than this share. Rows with actual 0 are left out. */
export function medianAbsolutePercentageError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): number {
  const shares = Float64Array.from(actual, (value, i) =>
    value === 0 ? Number.NaN : Math.abs((value - (predicted[i] as number)) / value),
  );
  return median(shares);
}
