/** Z test for two proportions, with the pooled variance. */
import { normalTwoSided } from './normal.ts';

/**
 * Two-sided test that two shares are one (Fleiss, "Statistical Methods for Rates and Proportions", section 2.2).
 *
 * @param successesA of rowsA in the first sample
 * @param successesB of rowsB in the second
 * @throws RangeError when a sample is empty
 */
export function twoProportions(
  successesA: number,
  rowsA: number,
  successesB: number,
  rowsB: number,
): { statistic: number; pValue: number } {
  if (!(rowsA > 0 && rowsB > 0)) {
    throw new RangeError(`proportions of ${rowsA} and ${rowsB} rows: each side needs at least one row`);
  }
  const pooled = (successesA + successesB) / (rowsA + rowsB);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / rowsA + 1 / rowsB));
  if (error === 0) return { statistic: 0, pValue: 1 };
  const statistic = (successesA / rowsA - successesB / rowsB) / error;
  return { statistic, pValue: normalTwoSided(statistic) };
}
