/** What of a tree's shape its explanations need, whatever the row. */
import type { Tree } from '../models/model.ts';

export interface Paths {
  /** Of each inner node: the child that its feature led to when it was last asked for on the way down; -1 if never. */
  readonly previous: Int32Array;
  /** Of each child: share of the training rows that pass all splits of its parent's feature on the way down to it. */
  readonly share: Float64Array;
  /** Most different features on a path. */
  readonly longest: number;
}

export function pathsOf({ feature, left, right, cover }: Tree): Paths {
  const previous = new Int32Array(feature.length).fill(-1);
  const share = new Float64Array(feature.length).fill(1);
  let longest = 0;
  /** Of each feature on the way down, the child that it led to last. */
  const asked = new Map<number, number>();
  const descend = (node: number): void => {
    const split = feature[node] as number;
    if (split < 0) {
      longest = Math.max(longest, asked.size);
      return;
    }
    const before = asked.get(split) ?? -1;
    previous[node] = before;
    const passing = before < 0 ? 1 : (share[before] as number);
    for (const child of [left[node] as number, right[node] as number]) {
      share[child] = (passing * (cover[child] as number)) / ((cover[node] as number) || 1);
      asked.set(split, child);
      descend(child);
    }
    if (before < 0) asked.delete(split);
    else asked.set(split, before);
  };
  descend(0);
  return { previous, share, longest };
}
