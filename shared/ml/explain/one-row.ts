/** Explains one row at one tree, by the same sums as many-rows.ts in the same order, but with no states to find. */
import { goesLeft } from '../models/model.ts';
import type { LeafShares } from './leaf-shares.ts';

/** Work space that one tree after the other uses. */
export interface RowRoom {
  /** Of each node: the row's pattern there. */
  patterns: Int32Array;
  /** Of each node: values of the features above it. */
  values: Float64Array;
}

export const rowRoom = (): RowRoom => ({ patterns: new Int32Array(0), values: new Float64Array(0) });

/** Adds what the tree gives to the row's features to `gains`. */
export function addTreeToRow(
  shares: LeafShares,
  row: Float32Array,
  gains: Float64Array,
  room: RowRoom,
): void {
  const { tree, node: ends, place } = shares.leaves;
  const nodes = tree.feature.length;
  const size = place[nodes] as number;
  if (room.patterns.length < nodes) room.patterns = new Int32Array(nodes);
  if (room.values.length < size) room.values = new Float64Array(size);
  const { patterns, values } = room;
  descend(shares, row, patterns);
  for (let leaf = 0; leaf < ends.length; leaf++) {
    const node = ends[leaf] as number;
    shares.share(leaf, patterns[node] as number, values, place[node] as number);
  }
  ascend(shares, gains, values);
}

/** Children come after their parents. */
function descend({ leaves }: LeafShares, row: Float32Array, patterns: Int32Array): void {
  const { tree, bit } = leaves;
  const { feature, left, right } = tree;
  patterns[0] = -1;
  for (let node = 0; node < feature.length; node++) {
    const split = feature[node] as number;
    if (split < 0) continue;
    const pattern = patterns[node] as number;
    const blocked = pattern & ~(bit[node] as number);
    const isLeft = goesLeft(tree, node, row[split] as number);
    patterns[left[node] as number] = isLeft ? pattern : blocked;
    patterns[right[node] as number] = isLeft ? blocked : pattern;
  }
}

function ascend({ leaves }: LeafShares, gains: Float64Array, values: Float64Array): void {
  const { tree, owner, place, upwards } = leaves;
  const { left, right } = tree;
  for (let i = 0; i < upwards.length; i++) {
    const node = upwards[i] as number;
    const split = owner[node] as number;
    const to = place[node] as number;
    const end = place[node + 1] as number;
    const onLeft = left[node] as number;
    let ofLeft = place[onLeft] as number;
    let ofRight = place[right[node] as number] as number;
    const endLeft = place[onLeft + 1] as number;
    for (let at = to; at < end; at++, ofLeft++, ofRight++)
      values[at] = (values[ofLeft] as number) + (values[ofRight] as number);
    // The last of the children's is new here: it is complete.
    if (ofLeft < endLeft)
      (gains[split] as number) += (values[ofLeft] as number) + (values[ofRight] as number);
  }
}
