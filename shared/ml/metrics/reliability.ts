/** Do probabilities mean what they say? Of the rows given 30 %, 30 % should turn out so. */
import { bandCuts, bandOf } from '../../stats/bands.ts';
import { mostProbable } from './labels.ts';
import type { Weights } from './weights.ts';

export interface ReliabilityBin {
  readonly rows: number;
  /** Weight of those rows. */
  readonly weight: number;
  /** Mean probability given, and share that turned out so. */
  readonly given: number;
  readonly observed: number;
}

/**
 * The reliability curve over bins of equal mass: calibration_curve(strategy='quantile') of scikit-learn.
 *
 * @param given a probability for each row
 * @param happened whether it turned out so
 * @returns bins with rows in them, ascending
 */
export function reliability(
  given: Float64Array,
  happened: (row: number) => boolean,
  weight?: Weights,
  bins = 10,
): ReliabilityBin[] {
  const cuts = bandCuts(given, bins);
  const found = Array.from({ length: cuts.length + 1 }, () => ({
    rows: 0,
    weight: 0,
    given: 0,
    observed: 0,
  }));
  for (let row = 0; row < given.length; row++) {
    const bin = found[bandOf(given[row] as number, cuts)];
    if (!bin) continue;
    const counts = weight ? (weight[row] as number) : 1;
    bin.rows++;
    bin.weight += counts;
    bin.given += counts * (given[row] as number);
    if (happened(row)) bin.observed += counts;
  }
  return found
    .filter((bin) => bin.weight > 0)
    .map((bin) => ({ ...bin, given: bin.given / bin.weight, observed: bin.observed / bin.weight }));
}

/**
 * Expected calibration error: mean over rows of |observed - given| of the row's bin (Naeini et al., "Obtaining Well
 * Calibrated Probabilities Using Bayesian Binning", 2015), in bins of equal mass.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  return (
    bins.reduce((sum, { weight, given, observed }) => sum + weight * Math.abs(observed - given), 0) / total
  );
}

/** The curve of one class against the rest. @param probabilities rows x classes; actual holds class indices */
export function reliabilityOfClass(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  of: number,
  weight?: Weights,
): ReliabilityBin[] {
  const given = Float64Array.from(
    { length: actual.length },
    (_, i) => probabilities[i * classes + of] as number,
  );
  return reliability(given, (row) => actual[row] === of, weight);
}

/** The curve of the most probable class: is it right as often as it is sure? */
export function reliabilityOfLabel(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weight?: Weights,
): ReliabilityBin[] {
  const labels = mostProbable(probabilities, classes);
  const given = Float64Array.from(labels, (label, i) => probabilities[i * classes + label] as number);
  return reliability(given, (row) => actual[row] === labels[row], weight);
}
