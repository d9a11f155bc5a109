/** The constant that centres a regression's answers. */
import { weightedMedian } from '../../stats/median.ts';
import type { Examples } from '../models/family.ts';

/**
 * Which value of a row's possible targets is the answer. `mean`: answers add up to what they answer. `median`: as many
 * targets above as below, which for skewed targets such as prices is nearer to most of them.
 */
export type Center = 'mean' | 'median';

/**
 * What is added to raw scores, in the model's space.
 *
 * Median: the median residual; it stays the median through exp. Mean, log targets: log(sum of y / sum of predictions)
 * in the user's unit, the ratio form of smearing (Duan, "Smearing Estimate", 1983; Snowdon, 1991), as exp of a mean log
 * is no mean. Mean, identity: the mean residual.
 *
 * @param examples rows that the model was not fitted on; weights count
 * @param raw the model's scores of these rows
 */
export function shiftOf(
  center: Center,
  transform: 'log' | 'identity',
  { y, weight }: Pick<Examples, 'y' | 'weight'>,
  raw: Float64Array,
): number {
  const counts = weight ?? new Float64Array(y.length).fill(1);
  const residuals = y.map((value, i) => value - (raw[i] as number));
  if (center === 'median') return weightedMedian(residuals, counts);
  if (transform === 'identity')
    return sum(residuals, counts) / counts.reduce((total, count) => total + count, 0);
  return Math.log(sum(y.map(Math.exp), counts) / sum(raw.map(Math.exp), counts));
}

function sum(values: Float64Array, counts: Float64Array): number {
  return values.reduce((total, value, i) => total + value * (counts[i] as number), 0);
}
