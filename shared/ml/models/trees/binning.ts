/** Features cut into bins. */

import type { Matrix } from '../../table.ts';
import { FitFailure } from '../fit-failure.ts';
import { ascending } from './ascending.ts';
import type { Bins } from './bins.ts';
import type { Kernel } from './kernel/kernel.ts';
import { thresholdsOf } from './thresholds.ts';

/** Rows from which thresholds are taken. */
const SAMPLE = 20_000;
/** Rows binned at once. */
const BLOCK = 256;

/**
 * @param more rows that are not learned from but shall be found in the leaves too
 * @param most bins for present values of a feature, from 2 to 255
 * @throws FitFailure for another number of bins
 */
export function binsOf(x: Matrix, most: number, kernel: Kernel, more?: Matrix): Bins {
  if (!(most >= 2 && most <= 255)) throw new FitFailure(`${most} bins: expected 2 to 255`);
  const none = x.names.map(() => 0);
  const { categories = none, monotone = none } = x;
  const thresholds = x.names.map((_, feature) => {
    const known = categories[feature] as number;
    return known > 0 ? betweenCategories(known) : thresholdsOf(sampled(x, feature), most);
  });
  const extended = binned(more ? [x, more] : [x], thresholds, kernel);
  const columns = extended.map((column) => column.subarray(0, x.rows));
  return { rows: x.rows, thresholds, columns, extended, categories, monotone };
}

/** Each category has a bin of its own, however many bins numbers have. */
function betweenCategories(categories: number): Float32Array {
  return Float32Array.from({ length: categories - 1 }, (_, category) => category);
}

/** Present values of every nth row, ascending. */
function sampled({ rows, names, data }: Matrix, feature: number): Float32Array {
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  const values = new Float32Array(Math.ceil(rows / step));
  let count = 0;
  for (let row = 0; row < rows; row += step) {
    const value = data[row * names.length + feature] as number;
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return ascending(values.subarray(0, count));
}

/** Of each feature the rows of all parts, block by block: the kernel sees a copy of the rows. */
function binned(parts: readonly Matrix[], thresholds: readonly Float32Array[], kernel: Kernel): Uint8Array[] {
  const width = thresholds.length;
  const count = parts.reduce((sum, { rows }) => sum + rows, 0);
  const columns = thresholds.map(() => kernel.uint8(count));
  const bounds = thresholds.map((some) => filledUp(some, kernel.float32(255)));
  const block = kernel.float32(BLOCK * width);
  let before = 0;
  for (const { rows, data } of parts) {
    for (let from = 0; from < rows; from += BLOCK) {
      const to = Math.min(rows, from + BLOCK);
      block.set(data.subarray(from * width, to * width));
      columns.forEach((column, feature) => {
        const into = column.subarray(before + from, before + to);
        kernel.bin(block, width, feature, bounds[feature] as Float32Array, into);
      });
    }
    before += rows;
  }
  return columns;
}

function filledUp(bounds: Float32Array, into: Float32Array): Float32Array {
  into.fill(Number.POSITIVE_INFINITY).set(bounds);
  return into;
}
