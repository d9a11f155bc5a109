/** The best threshold by what the kernel has found, in a node without bounds or L1 penalty. */
import type { HistogramColumn, Layout } from '../layout.ts';
import type { Findings, Split, SplitQuestion } from './split.ts';

/**
 * @param columns to look at
 * @param least worth that the two leaves must exceed
 */
export function bestFound(
  question: SplitQuestion,
  findings: Findings,
  layout: Layout,
  columns: Int32Array,
  least: number,
): Split | null {
  const { worths } = findings;
  let best = -1;
  let most = least;
  for (let k = 0; k < columns.length; k++) {
    const index = columns[k] as number;
    if (layout.thresholds[index] === 0 || !((worths[index] as number) > most)) continue;
    most = worths[index] as number;
    best = index;
  }
  return best < 0
    ? null
    : splitWorth(question, findings, layout.columns[best] as HistogramColumn, best, most);
}

/** The first threshold of a column that is worth so much, what is missing on the right before it is on the left. */
function splitWorth(
  { histogram: sums, node, settings: { lambda } }: SplitQuestion,
  { find }: Findings,
  { offset, features }: HistogramColumn,
  column: number,
  worth: number,
): Split {
  const threshold = find(sums, column, node.gradient, node.hessian, worth);
  if (threshold === 0)
    throw new Error(
      `no threshold of feature ${features[0]} is worth ${worth}: the kernel disagrees with itself`,
    );
  const bin = threshold >> 1;
  const isMissingLeft = threshold % 2 === 1;
  const missingHessian = sums[offset + 1] as number;
  let gradientLeft = isMissingLeft ? (sums[offset] as number) : 0;
  let hessianLeft = isMissingLeft ? missingHessian : 0;
  for (let at = offset + 2; at <= offset + 2 * bin; at += 2) {
    gradientLeft += sums[at] as number;
    hessianLeft += sums[at + 1] as number;
  }
  // Where nothing is missing, it goes where most rows go.
  const missingLeft = missingHessian === 0 ? hessianLeft > node.hessian - hessianLeft : isMissingLeft;
  const feature = features[0] as number;
  return { worth, feature, bin, set: null, missingLeft, direction: 0, gradientLeft, hessianLeft, lambda };
}
