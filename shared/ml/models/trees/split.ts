/** The best split of a node, by the second-order gain of Chen and Guestrin, "XGBoost" (2016), equation 7. */
import type { HistogramColumn, Layout } from './layout.ts';

export interface Split {
  gain: number;
  feature: number;
  /** Rows of this bin and below go left. */
  bin: number;
  missingLeft: boolean;
  gradientLeft: number;
  hessianLeft: number;
}

export interface SplitSettings {
  /** L2 penalty on leaf values. */
  readonly lambda: number;
  /** Least sum of hessians in a leaf (rows, in squared error). */
  readonly minChildWeight: number;
  /** Least gain. */
  readonly minGain: number;
}

/** Sums below it are what rounding leaves of 0. */
const NOTHING = 1e-9;

/**
 * @param gradient sum over the node, as `hessian`
 * @param columns of the layout to look at
 * @returns null when no split gains enough
 */
export function bestSplit(
  histogram: Float64Array,
  layout: Layout,
  columns: Iterable<number>,
  gradient: number,
  hessian: number,
  settings: SplitSettings,
): Split | null {
  const best: Split = {
    gain: Math.max(settings.minGain, NOTHING),
    feature: -1,
    bin: 0,
    missingLeft: false,
    gradientLeft: 0,
    hessianLeft: 0,
  };
  for (const index of columns) {
    const column = layout.columns[index] as HistogramColumn;
    if (column.features.length > 1) scanBundle(histogram, column, gradient, hessian, settings, best);
    else scanFeature(histogram, column, gradient, hessian, settings, best);
  }
  return best.feature < 0 ? null : best;
}

/** All thresholds of a feature, with what is missing on the right, and then on the left. */
function scanFeature(
  histogram: Float64Array,
  { offset, slots, features }: HistogramColumn,
  gradient: number,
  hessian: number,
  { lambda, minChildWeight }: SplitSettings,
  best: Split,
): void {
  const parent = (gradient * gradient) / (hessian + lambda);
  const missing = (histogram[offset + 1] as number) > NOTHING;
  for (let pass = 0; pass < (missing ? 2 : 1); pass++) {
    let g = pass === 1 ? (histogram[offset] as number) : 0;
    let h = pass === 1 ? (histogram[offset + 1] as number) : 0;
    const last = missing && pass === 0 ? slots - 1 : slots - 2;
    for (let bin = 1; bin <= last; bin++) {
      const at = offset + 2 * bin;
      g += histogram[at] as number;
      h += histogram[at + 1] as number;
      if (h < minChildWeight) continue;
      const right = hessian - h;
      if (right < minChildWeight) break;
      const rest = gradient - g;
      const gain = (g * g) / (h + lambda) + (rest * rest) / (right + lambda) - parent;
      if (!(gain > best.gain)) continue;
      best.gain = gain;
      best.feature = features[0] as number;
      best.bin = bin;
      best.missingLeft = missing ? pass === 1 : h > right;
      best.gradientLeft = g;
      best.hessianLeft = h;
    }
  }
}

/** Each 0/1 feature of a bundle: what is set goes right. */
function scanBundle(
  histogram: Float64Array,
  { offset, features }: HistogramColumn,
  gradient: number,
  hessian: number,
  { lambda, minChildWeight }: SplitSettings,
  best: Split,
): void {
  const parent = (gradient * gradient) / (hessian + lambda);
  for (let k = 0; k < features.length; k++) {
    const g = histogram[offset + 2 * (k + 1)] as number;
    const h = histogram[offset + 2 * (k + 1) + 1] as number;
    const left = hessian - h;
    if (h < minChildWeight || left < minChildWeight) continue;
    const rest = gradient - g;
    const gain = (rest * rest) / (left + lambda) + (g * g) / (h + lambda) - parent;
    if (!(gain > best.gain)) continue;
    best.gain = gain;
    best.feature = features[k] as number;
    best.bin = 1;
    best.missingLeft = left > h;
    best.gradientLeft = rest;
    best.hessianLeft = left;
  }
}
