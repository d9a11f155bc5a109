/** The best threshold by what the kernel has found, in a node without bounds or L1 penalty. */
import { worthOf } from '../kernel/worth.ts';
import type { HistogramColumn, Layout } from '../layout.ts';
import type { Split, SplitQuestion } from './split.ts';

/**
 * @param worths of the best threshold of each column of the layout: see SoughtNode
 * @param columns to look at
 * @param least worth that the two leaves must exceed
 */
export function bestFound(
  question: SplitQuestion,
  worths: Float64Array,
  layout: Layout,
  columns: Int32Array,
  least: number,
): Split | null {
  let best = -1;
  let most = least;
  for (let k = 0; k < columns.length; k++) {
    const index = columns[k] as number;
    if (layout.thresholds[index] === 0 || !((worths[index] as number) > most)) continue;
    most = worths[index] as number;
    best = index;
  }
  return best < 0 ? null : splitWorth(question, layout.columns[best] as HistogramColumn, most);
}

/** By which products of numbers may differ from what they should be. */
const ROUNDING = 2 ** -40;

/** The first threshold of a column that is worth so much, what is missing on the right before it is on the left. */
function splitWorth(
  { histogram: sums, node, settings }: SplitQuestion,
  { offset, slots, features }: HistogramColumn,
  worth: number,
): Split {
  const { lambda } = settings;
  const both = node.hessian + 2 * lambda;
  const missing = sums[offset] as number;
  const missingHessian = sums[offset + 1] as number;
  const penalty = lambda + missingHessian;
  const nearly = worth * (1 - ROUNDING);
  // Divides only where it can come true.
  const isWorth = (gradient: number, left: number): boolean => {
    const [right, other] = [both - left, node.gradient - gradient];
    if (gradient * gradient * right + other * other * left < nearly * (left * right)) return false;
    return worthOf(gradient, other, left, right) === worth;
  };
  const found = { worth, feature: features[0] as number, set: null, direction: 0, lambda };
  let g = 0;
  let h = 0;
  for (let bin = 1; bin < slots; bin++) {
    g += sums[offset + 2 * bin] as number;
    h += sums[offset + 2 * bin + 1] as number;
    if (isWorth(g, h + lambda)) {
      const missingLeft = missingHessian === 0 && h > node.hessian - h;
      return { ...found, bin, missingLeft, gradientLeft: g, hessianLeft: h };
    }
    if (missingHessian > 0 && isWorth(g + missing, h + penalty))
      return { ...found, bin, missingLeft: true, gradientLeft: g + missing, hessianLeft: h + missingHessian };
  }
  throw new Error(`no threshold of feature ${features[0]} is worth ${worth}: the kernels disagree`);
}
