/**
 * A background sample at the leaves of a tree, and what a leaf gives to the features of a row against it: Laberge and
 * Pequignot, "Understanding Interventional TreeSHAP" (2022).
 */
import type { Matrix } from '../table.ts';
import { type Leaves, patternsOf } from './leaves.ts';

/** Of one tree: each pattern that the background has at a leaf, once, with the share of rows that have it. */
export interface Background {
  /** Where a leaf's patterns start, and the end of the last. */
  readonly start: Int32Array;
  readonly pattern: Int32Array;
  readonly weight: Float64Array;
}

const featuresOf = ({ start }: Leaves, leaf: number): number =>
  (start[leaf + 1] as number) - (start[leaf] as number);

export function backgroundOf(leaves: Leaves, background: Matrix): Background {
  const { rows } = background;
  const patterns = new Int32Array(leaves.tree.feature.length * rows);
  patternsOf(leaves, background, 0, rows, patterns);
  const start = [0];
  const pattern: number[] = [];
  const weight: number[] = [];
  leaves.node.forEach((node, leaf) => {
    const counts = new Map<number, number>();
    const all = 2 ** featuresOf(leaves, leaf) - 1;
    for (let row = 0; row < rows; row++) {
      const key = (patterns[node * rows + row] as number) & all;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) {
      pattern.push(key);
      weight.push(count / rows);
    }
    start.push(pattern.length);
  });
  return {
    start: Int32Array.from(start),
    pattern: Int32Array.from(pattern),
    weight: Float64Array.from(weight),
  };
}

/** What the tree adds to the background's rows, in the mean. */
export function meanOf(leaves: Leaves, { start, pattern, weight }: Background): number {
  let sum = 0;
  leaves.node.forEach((node, leaf) => {
    const all = 2 ** featuresOf(leaves, leaf) - 1;
    for (let at = start[leaf] as number; at < (start[leaf + 1] as number); at++) {
      if (pattern[at] === all) sum += (leaves.tree.value[node] as number) * (weight[at] as number);
    }
  });
  return sum;
}

/**
 * Against one background row a leaf counts where each feature lets the one or the other pass. With a features that
 * only this row passes and b that only the background row passes, each of the former gets (a-1)! b! / (a+b)! of the
 * leaf's value, each of the latter loses a! (b-1)! / (a+b)! of it.
 *
 * @param pattern of the row at the leaf; see patternsOf
 * @param into takes the Shapley values of the leaf's features from `at` on, in the order of their bits
 */
export function shareOf(
  leaves: Leaves,
  background: Background,
  leaf: number,
  pattern: number,
  into: Float64Array,
  at: number,
): void {
  const count = featuresOf(leaves, leaf);
  const value = leaves.tree.value[leaves.node[leaf] as number] as number;
  const needed = (2 ** count - 1) & ~pattern;
  const b = bitsOf(needed);
  let lost = 0;
  into.fill(0, at, at + count);
  for (let i = background.start[leaf] as number; i < (background.start[leaf + 1] as number); i++) {
    const other = background.pattern[i] as number;
    if ((needed & ~other) !== 0) continue;
    const own = pattern & ~other & (2 ** count - 1);
    const a = bitsOf(own);
    if (a + b === 0) continue;
    const whole = (value * (background.weight[i] as number)) / (factorial[a + b] as number);
    if (b > 0) lost += whole * (factorial[a] as number) * (factorial[b - 1] as number);
    if (a === 0) continue;
    const gain = whole * (factorial[a - 1] as number) * (factorial[b] as number);
    for (let j = 0; j < count; j++) if ((own >> j) & 1) (into[at + j] as number) += gain;
  }
  for (let j = 0; j < count; j++) if ((needed >> j) & 1) into[at + j] = -lost;
}

/** Warren, "Hacker's Delight" (2nd ed.), figure 5-2. */
function bitsOf(word: number): number {
  let n = word - ((word >> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >> 2) & 0x33333333);
  return (((n + (n >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24;
}

/** n! up to 31!: patterns have no more bits. */
const factorial = Float64Array.from({ length: 32 }, (_, n) => {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
});
