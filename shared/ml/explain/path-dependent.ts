/**
 * Exact Shapley values of trees where an unknown feature means: as the training rows went. Path-dependent TreeSHAP,
 * Lundberg et al., "From local explanations to global understanding with explainable AI for trees" (2020).
 *
 * A leaf is worth, to a row of which some features are known, its value times o for each known feature on its path and
 * z for each other one: o (1 or 0) tells whether the row passes the feature's splits there, z is the share of training
 * rows that did. The Shapley value of a feature is the integral over t from 0 to 1 of (o - z) times the product of
 * z + t (o - z) over the other features (Owen, "Multilinear Extensions of Games", 1972): a polynomial in t, which
 * quadrature with half as many points as there are features gives exactly.
 */
import type { Tree } from '../models/model.ts';
import { BLOCK, blocks, POWERS } from './blocks.ts';
import type { LeafShares } from './leaf-shares.ts';
import { type Leaves, leavesOf, MOST_FEATURES } from './leaves.ts';

export function pathDependent(tree: Tree): LeafShares {
  const leaves = leavesOf(tree);
  const { node, start } = leaves;
  const share = sharesOf(leaves);
  return {
    leaves,
    mean: meanOf(tree),
    share(leaf, pattern, into, at) {
      const first = start[leaf] as number;
      const width = (start[leaf + 1] as number) - first;
      let scale = tree.value[node[leaf] as number] as number;
      // Gathered first, so that the loops below take no turns that a processor cannot foresee.
      let known = 0;
      for (let j = 0; j < width; j++) {
        const z = share[first + j] as number;
        const passes = (pattern >> j) & 1;
        passing[known] = z;
        feature[known] = j;
        sums[known] = 0;
        known += passes;
        scale *= passes === 1 ? 1 : z;
      }
      let lost = 0;
      const end = blocks.start[width + 1] as number;
      for (let block = blocks.start[width] as number; block < end; block++)
        lost -= addBlock(block, scale, width - known, known);
      for (let j = 0; j < width; j++) into[at + j] = lost;
      for (let i = 0; i < known; i++)
        into[at + (feature[i] as number)] = (sums[i] as number) * (1 - (passing[i] as number));
    },
  };
}

/**
 * Work space of one leaf: of the features that pass there the shares of the training rows, the bits, and the integrals.
 * One for all, as nothing of it is needed any more when the leaf is done.
 */
const passing = new Float64Array(MOST_FEATURES + 1);
const feature = new Int32Array(MOST_FEATURES + 1);
const sums = new Float64Array(MOST_FEATURES + 1);

/**
 * Adds some points of the quadrature to the integrals of the features that pass.
 *
 * @returns those of a feature that does not pass, which are all the same
 */
function addBlock(block: number, scale: number, failing: number, known: number): number {
  const { points, inverses, weights } = blocks;
  const from = BLOCK * block;
  const t0 = points[from] as number;
  const t1 = points[from + 1] as number;
  const t2 = points[from + 2] as number;
  const t3 = points[from + 3] as number;
  const power = POWERS * block + BLOCK * failing;
  let p0 = scale * (weights[power] as number);
  let p1 = scale * (weights[power + 1] as number);
  let p2 = scale * (weights[power + 2] as number);
  let p3 = scale * (weights[power + 3] as number);
  for (let i = 0; i < known; i++) {
    const z = passing[i] as number;
    const rest = 1 - z;
    p0 *= z + t0 * rest;
    p1 *= z + t1 * rest;
    p2 *= z + t2 * rest;
    p3 *= z + t3 * rest;
  }
  for (let i = 0; i < known; i++) {
    const z = passing[i] as number;
    const rest = 1 - z;
    const f0 = z + t0 * rest;
    const f1 = z + t1 * rest;
    const f2 = z + t2 * rest;
    const f3 = z + t3 * rest;
    // p0 / f0 + p1 / f1 + p2 / f2 + p3 / f3, with one division instead of four
    const f01 = f0 * f1;
    const f23 = f2 * f3;
    (sums[i] as number) += ((p0 * f1 + p1 * f0) * f23 + (p2 * f3 + p3 * f2) * f01) / (f01 * f23);
  }
  return (
    p0 * (inverses[from] as number) +
    p1 * (inverses[from + 1] as number) +
    p2 * (inverses[from + 2] as number) +
    p3 * (inverses[from + 3] as number)
  );
}

/** Goes from each leaf up to the root: the shares of a feature's splits multiply. */
function sharesOf({ tree, bit, node, start, feature: features }: Leaves): Float64Array {
  const { left, right, feature, cover } = tree;
  const share = new Float64Array(features.length).fill(1);
  const parent = new Int32Array(feature.length).fill(-1);
  feature.forEach((split, at) => {
    if (split >= 0) parent[left[at] as number] = parent[right[at] as number] = at;
  });
  node.forEach((end, leaf) => {
    for (let below = end; parent[below] !== -1; below = parent[below] as number) {
      const above = parent[below] as number;
      const place = (start[leaf] as number) + 31 - Math.clz32(bit[above] as number);
      (share[place] as number) *= (cover[below] as number) / ((cover[above] as number) || 1);
    }
  });
  return share;
}

/** The mean of the leaves over the rows that the tree was grown on. */
function meanOf({ feature, value, cover }: Tree): number {
  let sum = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] === -1) sum += (value[node] as number) * (cover[node] as number);
  }
  return sum / (cover[0] as number);
}
