/** How often intervals hold what they promise. */
import { bandCuts, bandOf } from '../../stats/bands.ts';
import { type Weights, weightedMean } from './weights.ts';

/** Bounds of each row's interval, in the unit of the target. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Share of rows that they promise to hold. */
  readonly level?: number;
}

/** Share of rows whose answer lies inside its interval (bounds included). */
export function coverage(actual: ArrayLike<number>, { lower, upper }: Bounds, weight?: Weights): number {
  return weightedMean(actual.length, weight, (i) => {
    const value = actual[i] as number;
    return value >= (lower[i] as number) && value <= (upper[i] as number) ? 1 : 0;
  });
}

export interface BandCoverage {
  /** Lowest and highest value of the band. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly coverage: number;
}

/**
 * Coverage in bands of equal mass.
 *
 * @param by what the bands are of: the predictions, or the actual values
 */
export function coverageByBand(
  by: ArrayLike<number>,
  actual: ArrayLike<number>,
  { lower, upper }: Bounds,
  bands = 10,
): BandCoverage[] {
  const cuts = bandCuts(by, bands);
  const found = Array.from({ length: cuts.length + 1 }, () => ({
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
    rows: 0,
    inside: 0,
  }));
  for (let i = 0; i < actual.length; i++) {
    const at = by[i] as number;
    const value = actual[i] as number;
    const band = found[bandOf(at, cuts)];
    if (!band) continue;
    band.from = Math.min(band.from, at);
    band.to = Math.max(band.to, at);
    band.rows++;
    if (value >= (lower[i] as number) && value <= (upper[i] as number)) band.inside++;
  }
  return found.map(({ from, to, rows, inside }) => ({ from, to, rows, coverage: inside / rows }));
}
