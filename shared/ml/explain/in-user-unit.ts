/** Contributions in the unit that people think in: dollars, or shares of probability. */

import type { ClassificationHead, Head, RegressionHead } from '../models/model.ts';
import { softmax } from '../models/softmax.ts';
import type { Explanation } from './explanation.ts';

export interface UnitExplanation {
  /** The answer to a row of which nothing is known. */
  readonly base: number;
  /** What each feature adds: base + their sum = answer. */
  readonly contributions: Float64Array;
}

/** One for a regression, one for each class of a classification. */
export const inUnitOf = (head: Head, explanation: Explanation): UnitExplanation[] =>
  head.task === 'regression' ? [inUserUnit(head, explanation)] : inProbability(head, explanation);

/**
 * A regression's contributions in the unit of its target.
 *
 * The rule: go from the base score to the row's score in a straight line, every feature's contribution growing at the
 * same pace, and give to each feature what the answer gains through it on the way (Aumann and Shapley, 1974). For the
 * exponential that has a closed form: each feature gets contribution * (answer - base answer) / (score - base score),
 * which is its contribution times the logarithmic mean of both answers. Signs and proportions stay as in the model's
 * space, and the sum is exact.
 *
 * @example a base of $200,000, an answer of $400,000, contributions 0.9 and -0.2069 in log dollars (sum ln 2):
 *   +$259,685 and -$59,685
 */
export function inUserUnit(head: RegressionHead, { base, contributions }: Explanation): UnitExplanation {
  const from = (base[0] as number) + head.shift;
  const parts = contributions[0] as Float64Array;
  if (head.transform === 'identity') return { base: from, contributions: parts.slice() };
  const distance = parts.reduce((sum, part) => sum + part, 0);
  const rate = Math.abs(distance) < 1e-12 ? 1 : Math.expm1(distance) / distance;
  const answer = Math.exp(from);
  return { base: answer, contributions: parts.map((part) => part * rate * answer) };
}

/** Steps of the midpoint rule along the way. */
const STEPS = 64;

/**
 * A classifier's contributions to the probability of each class, by the same rule; the way is added up in steps, and
 * what is left of rounding (under 1e-4) is spread in proportion, so that the sum is exact.
 *
 * @returns one for each class
 */
export function inProbability(head: ClassificationHead, explanation: Explanation): UnitExplanation[] {
  const classes = head.classes.length;
  const features = explanation.contributions[0]?.length ?? 0;
  const from = Float64Array.from(
    explanation.base,
    (b, k) => (head.scale[k] as number) * b + (head.offset[k] as number),
  );
  const parts = explanation.contributions.map((part, k) =>
    part.map((value) => value * (head.scale[k] as number)),
  );
  const way = parts.map((part) => part.reduce((sum, value) => sum + value, 0));
  const gains = parts.map(() => new Float64Array(features));
  for (let step = 0; step < STEPS; step++) {
    const at = softmax(
      from.map((score, k) => score + ((step + 0.5) / STEPS) * (way[k] as number)),
      classes,
    );
    for (let j = 0; j < features; j++) {
      let mean = 0;
      for (let k = 0; k < classes; k++) mean += (at[k] as number) * (parts[k]?.[j] as number);
      gains.forEach((gain, k) => {
        (gain[j] as number) += ((at[k] as number) * ((parts[k]?.[j] as number) - mean)) / STEPS;
      });
    }
  }
  const start = softmax(from, classes);
  const end = softmax(
    from.map((score, k) => score + (way[k] as number)),
    classes,
  );
  return gains.map((gain, k) => ({
    base: start[k] as number,
    contributions: evened(gain, (end[k] as number) - (start[k] as number)),
  }));
}

/** Adds what the sum lacks, in proportion to the sizes of the parts. */
export function evened(parts: Float64Array, sum: number): Float64Array {
  const lack = sum - parts.reduce((total, part) => total + part, 0);
  const size = parts.reduce((total, part) => total + Math.abs(part), 0);
  return size === 0 ? parts : parts.map((part) => part + (lack * Math.abs(part)) / size);
}
