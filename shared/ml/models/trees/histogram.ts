/** Sums of gradients and hessians by bin, for all columns of a layout in one pass over the rows of a node. */
import type { Layout } from './layout.ts';

/**
 * Overwrites the histogram with the sums over rows[start..end).
 *
 * @param hessian null when each is 1 (squared error without weights)
 */
export function accumulate(
  histogram: Float64Array,
  layout: Layout,
  rows: Int32Array,
  start: number,
  end: number,
  gradient: Float64Array,
  hessian: Float64Array | null,
): void {
  histogram.fill(0, 0, layout.size);
  if (hessian) accumulateWeighted(histogram, layout, rows, start, end, gradient, hessian);
  else accumulateCounts(histogram, layout, rows, start, end, gradient);
}

function accumulateCounts(
  sums: Float64Array,
  { places, width }: Layout,
  rows: Int32Array,
  start: number,
  end: number,
  gradient: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const g = gradient[row] as number;
    const last = (row + 1) * width;
    for (let p = row * width; p < last; p += 4) {
      const a = places[p] as number;
      const b = places[p + 1] as number;
      const c = places[p + 2] as number;
      const d = places[p + 3] as number;
      (sums[a] as number) += g;
      (sums[a + 1] as number) += 1;
      (sums[b] as number) += g;
      (sums[b + 1] as number) += 1;
      (sums[c] as number) += g;
      (sums[c + 1] as number) += 1;
      (sums[d] as number) += g;
      (sums[d + 1] as number) += 1;
    }
  }
}

function accumulateWeighted(
  sums: Float64Array,
  { places, width }: Layout,
  rows: Int32Array,
  start: number,
  end: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const g = gradient[row] as number;
    const h = hessian[row] as number;
    const last = (row + 1) * width;
    for (let p = row * width; p < last; p += 4) {
      const a = places[p] as number;
      const b = places[p + 1] as number;
      const c = places[p + 2] as number;
      const d = places[p + 3] as number;
      (sums[a] as number) += g;
      (sums[a + 1] as number) += h;
      (sums[b] as number) += g;
      (sums[b + 1] as number) += h;
      (sums[c] as number) += g;
      (sums[c + 1] as number) += h;
      (sums[d] as number) += g;
      (sums[d + 1] as number) += h;
    }
  }
}

/** parent - child, in place: what is left is the other child's histogram. @param size numbers in each */
export function subtract(parent: Float64Array, child: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) (parent[i] as number) -= child[i] as number;
}
