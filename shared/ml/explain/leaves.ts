/**
 * A tree as its leaves see it. What a leaf adds depends only on which of the features on its way down let the row
 * pass, however many splits each of them has there: so a row is one bit for each feature of a leaf, the rest of the
 * row does not matter (Yang, "Fast TreeSHAP", 2021; Laberge and Pequignot, "Understanding Interventional TreeSHAP",
 * 2022).
 */
import { goesLeft, type Tree } from '../models/model.ts';
import type { Matrix } from '../table.ts';

/** Bits of a pattern. No family grows paths with as many features. */
export const MOST_FEATURES = 30;

export interface Leaves {
  readonly tree: Tree;
  /** Of each node whose contribution its split is: its feature, or what the feature belongs to; -1 at a leaf. */
  readonly owner: Int32Array;
  /** Of each inner node: the bit of its owner in the patterns of all leaves below it. */
  readonly bit: Int32Array;
  /** The leaves' nodes. */
  readonly node: Int32Array;
  /** Where each leaf's features start in the array below, and the end of the last: in the order of their bits. */
  readonly start: Int32Array;
  readonly feature: Int32Array;
  /** The inner nodes, each after all below it on its left and then on its right. */
  readonly upwards: Int32Array;
  /** Where each node's values are when every node has one for each feature above it, and the end of the last. */
  readonly place: Int32Array;
}

/**
 * @param owners of each feature what it belongs to: features of one owner become known together, and what they give is
 * one contribution. Without them each is by itself
 * @throws Error when a path asks for more than 30 different features
 */
export function leavesOf(tree: Tree, owners?: readonly number[]): Leaves {
  const { feature, left, right } = tree;
  const owner = owners ? feature.map((split) => (split < 0 ? split : (owners[split] as number))) : feature;
  const bit = new Int32Array(feature.length);
  const widths = new Int32Array(feature.length);
  const nodes: number[] = [];
  const start = [0];
  const features: number[] = [];
  const path: number[] = [];
  const upwards: number[] = [];

  const leaf = (node: number, length: number): void => {
    nodes.push(node);
    features.push(...path.slice(0, length));
    start.push(features.length);
  };
  const descend = (node: number, length: number): void => {
    widths[node] = length;
    const split = owner[node] as number;
    if (split < 0) {
      leaf(node, length);
      return;
    }
    // What lies beyond `length` is left over from another path.
    const seen = path.indexOf(split);
    const place = seen >= 0 && seen < length ? seen : length;
    if (place >= MOST_FEATURES)
      throw new Error(`a path with more than ${MOST_FEATURES} features cannot be explained`);
    bit[node] = 1 << place;
    for (const child of [left[node] as number, right[node] as number]) {
      path[place] = split;
      descend(child, Math.max(length, place + 1));
    }
    upwards.push(node);
  };
  descend(0, 0);
  return {
    tree,
    owner,
    bit,
    node: Int32Array.from(nodes),
    start: Int32Array.from(start),
    feature: Int32Array.from(features),
    upwards: Int32Array.from(upwards),
    place: endsOf(widths),
  };
}

function endsOf(widths: Int32Array): Int32Array {
  const ends = new Int32Array(widths.length + 1);
  widths.forEach((width, node) => {
    ends[node + 1] = (ends[node] as number) + width;
  });
  return ends;
}

/** How many features a leaf has. */
export const widthOf = ({ start }: Leaves, leaf: number): number =>
  (start[leaf + 1] as number) - (start[leaf] as number);

/**
 * Patterns of rows at every node: a bit is set as long as its feature has let the row pass.
 *
 * @param into nodes x count; only the lowest bits of a leaf, as many as it has features, mean something
 */
export function patternsOf(
  { tree, bit }: Leaves,
  x: Matrix,
  from: number,
  count: number,
  into: Int32Array,
): void {
  const { feature, left, right } = tree;
  const { data, names } = x;
  into.fill(-1, 0, count);
  // Children come after their parents.
  for (let node = 0; node < feature.length; node++) {
    const split = feature[node] as number;
    if (split < 0) continue;
    const blocked = ~(bit[node] as number);
    const here = node * count;
    const onLeft = (left[node] as number) * count;
    const onRight = (right[node] as number) * count;
    for (let row = 0; row < count; row++) {
      const pattern = into[here + row] as number;
      const isLeft = goesLeft(tree, node, data[(from + row) * names.length + split] as number);
      into[onLeft + row] = isLeft ? pattern : pattern & blocked;
      into[onRight + row] = isLeft ? pattern & blocked : pattern;
    }
  }
}
