/** The best split of a bundle of 0/1 features: one of them against all others. */
import type { HistogramColumn } from '../layout.ts';
import { worthOfLeaves } from './gain.ts';
import type { Split, SplitQuestion } from './split.ts';

/**
 * What is set goes right.
 *
 * @param monotone direction of each feature
 * @param least worth that two leaves must exceed
 */
export function bestOfBundle(
  question: SplitQuestion,
  { offset, features }: HistogramColumn,
  monotone: readonly number[],
  least: number,
): Split | null {
  const { histogram: sums, node, settings } = question;
  let best: Split | null = null;
  let most = least;
  for (let k = 0; k < features.length; k++) {
    const feature = features[k] as number;
    const hessianRight = sums[offset + 2 * (k + 1) + 1] as number;
    const hessianLeft = node.hessian - hessianRight;
    if (hessianRight < settings.minChildWeight || hessianLeft < settings.minChildWeight) continue;
    const gradientLeft = node.gradient - (sums[offset + 2 * (k + 1)] as number);
    const direction = monotone[feature] as number;
    const worth = worthOfLeaves(question, gradientLeft, hessianLeft, direction, settings.lambda);
    if (!(worth > most)) continue;
    most = worth;
    const missingLeft = hessianLeft > hessianRight;
    const at = { feature, bin: 1, set: null, missingLeft, direction };
    best = { ...at, worth, gradientLeft, hessianLeft, lambda: settings.lambda };
  }
  return best;
}
