/** Histograms of leaves, and the best splits in them. */
import { sample } from '../../random.ts';
import type { GrowInput, Growth, Leaf } from './growth.ts';
import type { SoughtNode, Sums } from './kernel/kernel.ts';
import { bestSplit } from './split/best-split.ts';
import { isPlain, worthOfNode } from './split/gain.ts';
import type { SplitSettings } from './split/split.ts';

/** By which sums of a hessian and a penalty may differ from what they should be. */
const ROUNDING = 2 ** -40;

export function canSplit({ settings }: Growth, { depth, hessian, rows }: Leaf): boolean {
  return depth < settings.maxDepth && hessian >= 2 * settings.minChildWeight && rows >= 2;
}

/** Sums over all rows, by the bins of any column: on a grid they are the same for each. */
export function totalOf(growth: Growth, histogram: Float64Array): Pick<Leaf, 'gradient' | 'hessian'> {
  const { columns, derivatives, layout, space, count } = growth;
  let gradient = 0;
  let hessian = 0;
  if (columns.length === 0) {
    for (const row of space.rows.subarray(0, count)) {
      gradient += derivatives.gradient[row] as number;
      hessian += derivatives.hessian ? (derivatives.hessian[row] as number) : 1;
    }
    return { gradient, hessian };
  }
  const column = columns[0] as number;
  const end = 2 * (layout.offsets[column + 1] as number);
  for (let at = 2 * (layout.offsets[column] as number); at < end; at += 2) {
    gradient += histogram[at] as number;
    hessian += histogram[at + 1] as number;
  }
  return { gradient, hessian };
}

/** @param nothing a histogram to sum up no rows in */
export function seekIn(growth: Growth, leaf: Leaf, nothing: Float64Array): void {
  const [, worths] = growth.space.worths;
  growth.sums.sum(nothing, leaf.histogram, 0, 0, null, soughtIn(growth, leaf, worths));
  choose(growth, leaf, worths);
}

/**
 * Sums up the small one's rows, and takes them off the large one's histogram, which has had those of both.
 *
 * @param small with a histogram of its own
 */
export function seekInChildren(growth: Growth, small: Leaf, large: Leaf): void {
  const { histogram, start, end } = small;
  if (!histogram) return;
  const [inSmall, inLarge] = growth.space.worths;
  const sought = soughtIn(growth, small, inSmall);
  growth.sums.sum(histogram, large.histogram, start, end, sought, soughtIn(growth, large, inLarge));
  choose(growth, small, inSmall);
  choose(growth, large, inLarge);
}

/** The jobs of one tree. */
export function summingOf({ columns, derivatives, kernel, layout, settings, space }: GrowInput): Sums {
  const { gradient, hessian } = derivatives;
  const leastHessian = leastHessianOf(settings);
  const { lambda } = settings;
  return kernel.summing({ layout, columns, rows: space.rows, gradient, hessian, lambda, leastHessian });
}

/** With the penalty, as the kernel compares: a little less, for rounding, but never a leaf without weight. */
function leastHessianOf({ minChildWeight, lambda }: SplitSettings): number {
  return Math.max((minChildWeight + lambda) * (1 - ROUNDING), lambda * (1 + ROUNDING), Number.MIN_VALUE);
}

/** What the kernel is to seek in a leaf: nothing in one whose values have bounds or an L1 penalty. */
function soughtIn(growth: Growth, leaf: Leaf, worths: Float64Array): SoughtNode | null {
  if (!canSplit(growth, leaf) || !isPlain(leaf, growth.settings)) return null;
  return { gradient: leaf.gradient, hessian: leaf.hessian, worths };
}

/** The best of what the kernel has found and of the columns that it does not know. */
function choose(growth: Growth, leaf: Leaf, worths: Float64Array): void {
  const { bins, layout, columns, settings, random, sums } = growth;
  if (!leaf.histogram || !canSplit(growth, leaf)) return;
  const all = columns.length;
  const looked = Math.max(1, Math.ceil(all * settings.splitShare));
  const chosen = looked < all ? sample(random, all, looked).map((i) => columns[i] as number) : columns;
  const question = {
    histogram: leaf.histogram,
    node: leaf,
    settings,
    findings: isPlain(leaf, settings) ? { worths, find: sums.find } : null,
  };
  const split = bestSplit(question, layout, bins, chosen);
  leaf.split = split;
  leaf.gain = split ? split.worth - worthOfNode(leaf, settings) : 0;
}
