/**
 * The best threshold of a numeric feature, what is missing going to either side, under constraints. Without any the
 * kernel has found it: see split-found.ts.
 */
import type { HistogramColumn } from '../layout.ts';
import { worthOfLeaves } from './gain.ts';
import { NOTHING, type Split, type SplitQuestion } from './split.ts';

/**
 * All thresholds with what is missing on the right, and then on the left. The last one, that only sets apart what is
 * missing, knows no direction.
 *
 * @param direction 1 when answers may not fall as the feature grows, -1 when not rise, 0 for any
 * @param least worth that the two leaves must exceed
 */
export function bestThreshold(
  question: SplitQuestion,
  { offset, slots, features }: HistogramColumn,
  direction: number,
  least: number,
): Split | null {
  const sums = question.histogram;
  const { hessian } = question.node;
  const { lambda, minChildWeight } = question.settings;
  const missing = (sums[offset + 1] as number) > NOTHING;
  let best: Split | null = null;
  let most = least;
  for (let pass = 0; pass < (missing ? 2 : 1); pass++) {
    let gradientLeft = pass === 1 ? (sums[offset] as number) : 0;
    let hessianLeft = pass === 1 ? (sums[offset + 1] as number) : 0;
    const last = missing && pass === 0 ? slots - 1 : slots - 2;
    for (let bin = 1; bin <= last; bin++) {
      gradientLeft += sums[offset + 2 * bin] as number;
      hessianLeft += sums[offset + 2 * bin + 1] as number;
      if (hessianLeft < minChildWeight) continue;
      const right = hessian - hessianLeft;
      if (right < minChildWeight) break;
      const toward = bin === slots - 1 ? 0 : direction;
      const worth = worthOfLeaves(question, gradientLeft, hessianLeft, toward, lambda);
      if (!(worth > most)) continue;
      most = worth;
      const missingLeft = missing ? pass === 1 : hessianLeft > right;
      const at = { feature: features[0] as number, bin, set: null, missingLeft, direction: toward };
      best = { ...at, worth, gradientLeft, hessianLeft, lambda };
    }
  }
  return best;
}
