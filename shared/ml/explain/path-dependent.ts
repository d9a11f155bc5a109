/**
 * Exact Shapley values of tree ensembles where an unknown feature means: as the training rows went. Path-dependent
 * TreeSHAP, Lundberg et al., "From local explanations to global understanding with explainable AI for trees" (2020).
 *
 * A leaf is worth, to a row of which some features are known, its value times o for each known feature on its path and
 * z for each other one: o (1 or 0) tells whether the row passes the feature's splits there, z is the share of training
 * rows that did. The Shapley value of a feature is the integral over t from 0 to 1 of (o - z) times the product of
 * z + t (o - z) over the other features (Owen, "Multilinear Extensions of Games", 1972): a polynomial in t, so that
 * quadrature gives it exactly. At each point of the quadrature the products are carried down the tree and the sums over
 * leaves up again, so that a tree takes time in proportion to its nodes and the features on a path (as in Yu et al.,
 * "Linear TreeShap", 2022).
 */
import { goesLeft, type Tree, type TreeEnsemble } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import type { Explanations } from './explanation.ts';
import { type Paths, pathsOf } from './paths.ts';
import { gaussLegendre } from './quadrature.ts';

interface Prepared extends Paths {
  readonly tree: Tree;
  /** Points of the quadrature, 1 minus those, and one over that. */
  readonly at: Float64Array;
  readonly rest: Float64Array;
  readonly inverse: Float64Array;
  readonly weight: Float64Array;
}

/** Of the nodes of one tree; arrays with a place for each point have those of node n from n * points on. */
interface Room {
  /** Whether the row passes all splits of the parent's feature on the way down to the node. */
  readonly passes: Uint8Array;
  /** The product over the features on the way down to it; on the way up, the sum of it times value over its leaves. */
  readonly product: Float64Array;
  /** (1 - z) / (z + t (1 - z)) of the parent's feature, where it passes. */
  readonly slope: Float64Array;
}

/** Looks at the trees once; what comes back explains any rows. */
export function pathDependent(ensemble: TreeEnsemble): (x: Matrix) => Explanations {
  const prepared = ensemble.trees.map(prepare);
  const base = Array.from(ensemble.base);
  for (const { tree } of prepared) (base[tree.output] as number) += meanOf(tree);
  const nodes = Math.max(1, ...ensemble.trees.map(({ feature }) => feature.length));
  const points = Math.max(1, ...prepared.map(({ at }) => at.length));
  const room: Room = {
    passes: new Uint8Array(nodes),
    product: new Float64Array(nodes * points),
    slope: new Float64Array(nodes * points),
  };
  return (x) => {
    const features = x.names.length;
    const contributions = new Float64Array(x.rows * base.length * features);
    for (const one of prepared) {
      for (let row = 0; row < x.rows; row++) {
        descend(one, x.data, row * features, room);
        ascend(one, room, contributions, (row * base.length + one.tree.output) * features);
      }
    }
    return { base, contributions, features };
  };
}

function prepare(tree: Tree): Prepared {
  const paths = pathsOf(tree);
  const { at, weight } = gaussLegendre(Math.max(1, (paths.longest + 1) >> 1));
  return { ...paths, tree, at, weight, rest: at.map((t) => 1 - t), inverse: at.map((t) => 1 / (1 - t)) };
}

/** The mean of the leaves over the rows that the tree was grown on. */
function meanOf({ feature, value, cover }: Tree): number {
  let sum = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] === -1) sum += (value[node] as number) * (cover[node] as number);
  }
  return sum / (cover[0] as number);
}

/** Products from the root to all leaves. Children come after their parents. */
function descend(prepared: Prepared, data: Float32Array, start: number, room: Room): void {
  const { tree, previous, share, at, rest, weight } = prepared;
  const { feature, left, right } = tree;
  const { passes, product, slope } = room;
  const points = at.length;
  product.set(weight);
  for (let node = 0; node < feature.length; node++) {
    const split = feature[node] as number;
    if (split < 0) continue;
    const isLeft = goesLeft(tree, node, data[start + split] as number);
    const hot = (isLeft ? left[node] : right[node]) as number;
    const cold = (isLeft ? right[node] : left[node]) as number;
    const before = previous[node] as number;
    const from = node * points;
    const toHot = hot * points;
    const toCold = cold * points;
    const z = share[hot] as number;
    const zCold = share[cold] as number;
    passes[cold] = 0;
    if (before >= 0 && passes[before] === 0) {
      // It does not pass already: only the share changes.
      passes[hot] = 0;
      const zBefore = (share[before] as number) || 1;
      for (let k = 0; k < points; k++) {
        const p = (product[from + k] as number) / zBefore;
        product[toHot + k] = p * z;
        product[toCold + k] = p * zCold;
      }
      continue;
    }
    passes[hot] = 1;
    const zBefore = before < 0 ? 1 : (share[before] as number);
    for (let k = 0; k < points; k++) {
      const t = at[k] as number;
      const r = rest[k] as number;
      // A factor that the feature has had further up is taken out again.
      const p =
        before < 0 ? (product[from + k] as number) : (product[from + k] as number) / (t + r * zBefore);
      const factor = t + r * z;
      slope[toHot + k] = (1 - z) / factor;
      product[toHot + k] = p * factor;
      product[toCold + k] = p * zCold * r;
    }
  }
}

/**
 * Sums from the leaves to the root. What the leaves below a split give to its feature is added there; where the feature
 * was asked for further up, in place of what they would have given it there.
 */
function ascend(prepared: Prepared, room: Room, contributions: Float64Array, to: number): void {
  const { tree, previous, inverse } = prepared;
  const { feature, left, right, value } = tree;
  const { passes, product, slope } = room;
  const points = inverse.length;
  for (let node = feature.length - 1; node >= 0; node--) {
    const split = feature[node] as number;
    const here = node * points;
    if (split < 0) {
      const leaf = value[node] as number;
      for (let k = 0; k < points; k++) (product[here + k] as number) *= leaf;
      continue;
    }
    const before = previous[node] as number;
    const isLeft = passes[left[node] as number] === 1;
    const hot = ((isLeft ? left[node] : right[node]) as number) * points;
    const cold = ((isLeft ? right[node] : left[node]) as number) * points;
    // Where the feature does not pass further up, it has been given all that it loses there.
    const isBlocked = before >= 0 && passes[before] === 0;
    let gained = 0;
    for (let k = 0; k < points; k++) {
      const ofHot = product[hot + k] as number;
      const ofCold = product[cold + k] as number;
      const above = before < 0 ? 0 : (slope[before * points + k] as number);
      product[here + k] = ofHot + ofCold;
      gained += ofHot * ((slope[hot + k] as number) - above) - ofCold * ((inverse[k] as number) + above);
    }
    if (!isBlocked) (contributions[to + split] as number) += gained;
  }
}
