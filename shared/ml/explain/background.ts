/** A background sample at the leaves of a tree: Laberge and Pequignot, "Understanding Interventional TreeSHAP" (2022). */
import type { Matrix } from '../table.ts';
import { type Leaves, patternsOf, widthOf } from './leaves.ts';

/** Of one tree: each pattern that the background has at a leaf, once, with the share of rows that have it. */
export interface Background {
  /** Where a leaf's patterns start, and the end of the last. */
  readonly start: Int32Array;
  readonly pattern: Int32Array;
  readonly weight: Float64Array;
  /**
   * Bits of a leaf's patterns, in words of 32: for each of its features those that it lets pass, after the words of all
   * of them. And where those of each leaf start.
   */
  readonly words: Int32Array;
  readonly wordStart: Int32Array;
}

export function backgroundOf(leaves: Leaves, background: Matrix): Background {
  const { rows } = background;
  const patterns = new Int32Array(leaves.tree.feature.length * rows);
  patternsOf(leaves, background, 0, rows, patterns);
  const start = [0];
  const pattern: number[] = [];
  const weight: number[] = [];
  leaves.node.forEach((node, leaf) => {
    const counts = new Map<number, number>();
    const all = 2 ** widthOf(leaves, leaf) - 1;
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
  const patternsOfAll = { start: Int32Array.from(start), pattern: Int32Array.from(pattern) };
  return { ...patternsOfAll, weight: Float64Array.from(weight), ...wordsOf(leaves, patternsOfAll) };
}

function wordsOf(
  leaves: Leaves,
  { start, pattern }: Pick<Background, 'start' | 'pattern'>,
): Pick<Background, 'words' | 'wordStart'> {
  const wordStart = new Int32Array(leaves.node.length + 1);
  for (let leaf = 0; leaf < leaves.node.length; leaf++) {
    const count = Math.ceil(((start[leaf + 1] as number) - (start[leaf] as number)) / 32);
    wordStart[leaf + 1] = (wordStart[leaf] as number) + count * (1 + widthOf(leaves, leaf));
  }
  const words = new Int32Array(wordStart[leaves.node.length] as number);
  for (let leaf = 0; leaf < leaves.node.length; leaf++) {
    const step = 1 + widthOf(leaves, leaf);
    const first = start[leaf] as number;
    for (let i = first; i < (start[leaf + 1] as number); i++) {
      const word = (wordStart[leaf] as number) + step * ((i - first) >> 5);
      const bit = 1 << (i - first);
      (words[word] as number) |= bit;
      for (let j = 0; j < step - 1; j++)
        if ((((pattern[i] as number) >> j) & 1) === 1) (words[word + 1 + j] as number) |= bit;
    }
  }
  return { words, wordStart };
}

/** What the tree adds to the background's rows, in the mean. */
export function meanOf(leaves: Leaves, { start, pattern, weight }: Background): number {
  let sum = 0;
  leaves.node.forEach((node, leaf) => {
    const all = 2 ** widthOf(leaves, leaf) - 1;
    for (let at = start[leaf] as number; at < (start[leaf + 1] as number); at++) {
      if (pattern[at] === all) sum += (leaves.tree.value[node] as number) * (weight[at] as number);
    }
  });
  return sum;
}
