/**
 * Exact Shapley values of trees where an unknown feature means: as in the rows of a background sample. Interventional
 * TreeSHAP, Lundberg et al. (2020), Algorithm 3, leaf by leaf as in Laberge and Pequignot, "Understanding
 * Interventional TreeSHAP" (2022).
 */
import type { Tree } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import { backgroundOf, meanOf } from './background.ts';
import type { LeafShares } from './leaf-shares.ts';
import { leavesOf, widthOf } from './leaves.ts';

/** Of a features that only the row passes and b that only the background row passes, at most so many together. */
const MOST = 31;

/**
 * Against one background row a leaf counts where each feature lets the one or the other pass. With a features that
 * only this row passes and b that only the background row passes, each of the former gets (a-1)! b! / (a+b)! of the
 * leaf's value, each of the latter loses a! (b-1)! / (a+b)! of it.
 *
 * @param sample at least one row @param owners see leavesOf
 */
export function interventional(tree: Tree, sample: Matrix, owners?: readonly number[]): LeafShares {
  const leaves = leavesOf(tree, owners);
  const background = backgroundOf(leaves, sample);
  const { start, pattern: others, weight, words, wordStart } = background;
  return {
    leaves,
    mean: meanOf(leaves, background),
    share(leaf, pattern, into, at) {
      const width = widthOf(leaves, leaf);
      const all = (1 << width) - 1;
      const needed = all & ~pattern;
      const passing = all & pattern;
      const b = bitsOf(needed);
      const value = tree.value[leaves.node[leaf] as number] as number;
      let lost = 0;
      for (let j = 0; j < width; j++) into[at + j] = 0;
      const end = wordStart[leaf + 1] as number;
      let first = start[leaf] as number;
      for (let word = wordStart[leaf] as number; word < end; word += 1 + width, first += 32) {
        let left = words[word] as number;
        for (let rest = needed; rest !== 0; rest &= rest - 1)
          left &= words[word + 32 - Math.clz32(rest & -rest)] as number;
        for (; left !== 0; left &= left - 1) {
          const i = first + 31 - Math.clz32(left & -left);
          let own = passing & ~(others[i] as number);
          const place = MOST * bitsOf(own) + b;
          const worth = value * (weight[i] as number);
          lost += worth * (losses[place] as number);
          const gain = worth * (gains[place] as number);
          for (; own !== 0; own &= own - 1) (into[at + 31 - Math.clz32(own & -own)] as number) += gain;
        }
      }
      if (b > 0) for (let j = 0; j < width; j++) if (((needed >> j) & 1) === 1) into[at + j] = -lost;
    },
  };
}

/** Warren, "Hacker's Delight" (2nd ed.), figure 5-2. */
function bitsOf(word: number): number {
  let n = word - ((word >> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >> 2) & 0x33333333);
  return (((n + (n >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24;
}

/** (a-1)! b! / (a+b)! at MOST * a + b; 0 where a is. */
const gains = new Float64Array(MOST * MOST);
for (let b = 0; b < MOST; b++) {
  let share = 1 / (b + 1);
  for (let a = 1; a < MOST; a++) {
    gains[MOST * a + b] = share;
    share *= a / (a + b + 1);
  }
}
/** a! (b-1)! / (a+b)!: the same the other way round. */
const losses = gains.map((_, place) => gains[MOST * (place % MOST) + Math.floor(place / MOST)] as number);
