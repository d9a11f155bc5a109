/**
 * Exact Shapley values of tree ensembles in time polynomial in the depth: Lundberg et al., "From local explanations to
 * global understanding with explainable AI for trees" (2020), Algorithm 2, path-dependent.
 */

import type { Explanation } from './explanation.ts';
import type { Tree, TreeEnsemble } from './models/model.ts';

/**
 * Features on the way to a node, one place each, in arrays; every depth has its own stretch. `zero` is the share of
 * rows that would pass were the feature unknown, `one` whether this row passes, `weight` the permutation weights.
 */
interface Path {
  readonly feature: Int32Array;
  readonly zero: Float64Array;
  readonly one: Float64Array;
  readonly weight: Float64Array;
}

/** One tree, one row, and where the contributions go. */
interface Walk {
  readonly tree: Tree;
  readonly row: Float32Array;
  readonly phi: Float64Array;
  readonly path: Path;
}

export function treeShap({ base, trees, outputs }: TreeEnsemble, row: Float32Array): Explanation {
  const expected = Array.from(base);
  const contributions = Array.from({ length: outputs }, () => new Float64Array(row.length));
  const paths = new Map<number, Path>();
  for (const tree of trees) {
    const depth = depthOf(tree);
    const path = paths.get(depth) ?? emptyPath(depth);
    paths.set(depth, path);
    (expected[tree.output] as number) += meanOf(tree);
    visit({ tree, row, phi: contributions[tree.output] as Float64Array, path }, 0, 0, 0, 1, 1, -1);
  }
  return { base: expected, contributions };
}

/** The mean of the leaves over the rows that the tree was grown on. */
function meanOf({ feature, value, cover }: Tree): number {
  let sum = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] === -1) sum += (value[node] as number) * (cover[node] as number);
  }
  return sum / (cover[0] as number);
}

function depthOf({ feature, left, right }: Tree): number {
  const depths = new Int32Array(feature.length);
  let most = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] === -1) continue;
    const next = (depths[node] as number) + 1;
    depths[left[node] as number] = next;
    depths[right[node] as number] = next;
    most = Math.max(most, next);
  }
  return most;
}

function emptyPath(depth: number): Path {
  const size = ((depth + 2) * (depth + 3)) / 2;
  return {
    feature: new Int32Array(size),
    zero: new Float64Array(size),
    one: new Float64Array(size),
    weight: new Float64Array(size),
  };
}

/**
 * RECURSE of the paper.
 *
 * @param parent where the path so far starts
 * @param length places in it
 * @param zero share of rows that come this way, as `one`, by the feature of the split above
 */
function visit(
  walk: Walk,
  node: number,
  parent: number,
  length: number,
  zero: number,
  one: number,
  split: number,
): void {
  const { tree, row, path } = walk;
  const start = parent + length;
  copy(path, parent, start, length);
  extend(path, start, length, zero, one, split);
  const feature = tree.feature[node] as number;
  if (feature === -1) {
    addLeaf(path, start, length, tree.value[node] as number, walk.phi);
    return;
  }
  const x = row[feature] as number;
  const goesLeft = x <= (tree.threshold[node] as number) || (Number.isNaN(x) && tree.missingLeft[node] === 1);
  const hot = (goesLeft ? tree.left[node] : tree.right[node]) as number;
  const cold = (goesLeft ? tree.right[node] : tree.left[node]) as number;
  const cover = tree.cover[node] as number;
  let zeroBefore = 1;
  let oneBefore = 1;
  let last = length;
  const seen = find(path, start, length, feature);
  if (seen >= 0) {
    zeroBefore = path.zero[start + seen] as number;
    oneBefore = path.one[start + seen] as number;
    unwind(path, start, length, seen);
    last--;
  }
  const hotZero = (zeroBefore * (tree.cover[hot] as number)) / cover;
  const coldZero = (zeroBefore * (tree.cover[cold] as number)) / cover;
  visit(walk, hot, start, last + 1, hotZero, oneBefore, feature);
  if (coldZero > 0) visit(walk, cold, start, last + 1, coldZero, 0, feature);
}

function copy({ feature, zero, one, weight }: Path, from: number, to: number, length: number): void {
  for (let i = 0; i < length; i++) {
    feature[to + i] = feature[from + i] as number;
    zero[to + i] = zero[from + i] as number;
    one[to + i] = one[from + i] as number;
    weight[to + i] = weight[from + i] as number;
  }
}

function find({ feature }: Path, start: number, length: number, wanted: number): number {
  for (let i = 1; i <= length; i++) if (feature[start + i] === wanted) return i;
  return -1;
}

/** EXTEND: a further feature at place `length`. `one` is 0 or 1: a row passes a split or does not. */
function extend(path: Path, start: number, length: number, zero: number, one: number, split: number): void {
  const { weight } = path;
  path.feature[start + length] = split;
  path.zero[start + length] = zero;
  path.one[start + length] = one;
  weight[start + length] = length === 0 ? 1 : 0;
  const share = 1 / (length + 1);
  for (let i = length - 1; i >= 0; i--) {
    const w = (weight[start + i] as number) * share;
    if (one === 1) (weight[start + i + 1] as number) += w * (i + 1);
    weight[start + i] = zero * w * (length - i);
  }
}

/** UNWIND: takes back the feature at a place. */
function unwind({ feature, zero, one, weight }: Path, start: number, length: number, place: number): void {
  const passes = one[start + place] === 1;
  const z = zero[start + place] as number;
  let next = weight[start + length] as number;
  for (let i = length - 1; i >= 0; i--) {
    const w = weight[start + i] as number;
    if (passes) {
      weight[start + i] = (next * (length + 1)) / (i + 1);
      next = w - ((weight[start + i] as number) * z * (length - i)) / (length + 1);
    } else weight[start + i] = (w * (length + 1)) / (z * (length - i));
  }
  for (let i = start + place; i < start + length; i++) {
    feature[i] = feature[i + 1] as number;
    zero[i] = zero[i + 1] as number;
    one[i] = one[i + 1] as number;
  }
}

/**
 * What a leaf gives to each feature on its path: (one - zero) * the sum of UNWIND's weights, without changing the
 * path. For features that do not pass, `zero` cancels: they all get the same.
 */
function addLeaf(
  { feature, zero, one, weight }: Path,
  start: number,
  length: number,
  value: number,
  phi: Float64Array,
): void {
  const scale = (length + 1) * value;
  let blocked = 0;
  for (let i = 0; i < length; i++) blocked -= (weight[start + i] as number) * (inverse[length - i] as number);
  blocked *= scale;
  for (let place = start + 1; place <= start + length; place++) {
    let share = blocked;
    if (one[place] === 1) {
      const z = zero[place] as number;
      share = (1 - z) * scale * passing(weight, start, length, z);
    }
    (phi[feature[place] as number] as number) += share;
  }
}

/** The sum of the weights that UNWIND would leave, for a feature that passes. */
function passing(weight: Float64Array, start: number, length: number, zero: number): number {
  let sum = 0;
  let next = weight[start + length] as number;
  for (let i = length - 1; i >= 0; i--) {
    const part = next * (inverse[i + 1] as number);
    sum += part;
    next = (weight[start + i] as number) - part * zero * (length - i);
  }
  return sum;
}

/** 1/n: divisions are what takes the time. No tree is deeper. */
const inverse = Float64Array.from({ length: 1024 }, (_, n) => 1 / n);
