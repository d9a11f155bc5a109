/** Measures that rest on absolute errors. */
import { median, weightedMedian } from '../../stats/median.ts';
import { type Weights, weightedMean } from './weights.ts';

/** Mean absolute error, in the unit of the target. */
export function mae(actual: ArrayLike<number>, predicted: ArrayLike<number>, weight?: Weights): number {
  return weightedMean(actual.length, weight, (i) =>
    Math.abs((actual[i] as number) - (predicted[i] as number)),
  );
}

/** Median of |error| / |actual|: half of the answers are nearer than this share. Rows with actual 0 are left out. */
export function medianAbsolutePercentageError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weight?: Weights,
): number {
  const shares = Float64Array.from(actual, (value, i) =>
    value === 0 ? Number.NaN : Math.abs((value - (predicted[i] as number)) / value),
  );
  return weight ? weightedMedian(shares, weight) : median(shares);
}

/**
 * Mean pinball loss of a predicted quantile (Koenker and Bassett, 1978): least for the true one. scikit-learn's
 * mean_pinball_loss.
 *
 * @param level which quantile, between 0 and 1
 */
export function pinball(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  level: number,
  weight?: Weights,
): number {
  return weightedMean(actual.length, weight, (i) => {
    const error = (actual[i] as number) - (predicted[i] as number);
    return error >= 0 ? level * error : (level - 1) * error;
  });
}
