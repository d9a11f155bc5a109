/** One tree as ONNX lists it, in the form of our own: from its root on, each node after its parent. */
import type { Tree } from '../../ml/models/model.ts';
import { float32Below, leastNormal } from '../graph/float32.ts';

export interface Split {
  readonly id: number;
  readonly mode: string;
  readonly feature: number;
  readonly value: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly missingIsTrue: boolean;
}

export interface Leaf {
  readonly node: number;
  readonly output: number;
  readonly weight: number;
}

const LEAF = 'LEAF';

/** Whether the node's true side is the one of smaller numbers, and whether its value itself is there. */
const MODES: Readonly<Record<string, { readonly isBelow: boolean; readonly isWithin: boolean }>> = {
  BRANCH_LEQ: { isBelow: true, isWithin: true },
  BRANCH_LT: { isBelow: true, isWithin: false },
  BRANCH_GT: { isBelow: false, isWithin: true },
  BRANCH_GTE: { isBelow: false, isWithin: false },
};

interface Lists {
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly missingLeft: number[];
  readonly value: number[];
}

/**
 * @param nodes the root first @param leaves what they add to one output; a leaf without adds 0
 * @returns undefined where a node compares in another way, or they are no tree
 */
export function treeFrom(nodes: readonly Split[], leaves: readonly Leaf[]): Tree | undefined {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const weights = new Map<number, number>();
  for (const { node, weight } of leaves) weights.set(node, (weights.get(node) ?? 0) + weight);
  const lists: Lists = { feature: [], threshold: [], left: [], right: [], missingLeft: [], value: [] };
  const waiting: Waiting[] = nodes.slice(0, 1).map((node) => ({ node, of: 0, into: [] }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, of, into } = next;
    const at = lists.feature.length;
    // A node that is met twice would come back for ever.
    if (at >= nodes.length) return undefined;
    into[of] = at;
    if (node.mode === LEAF) {
      put(lists, { feature: -1, threshold: 0, missingLeft: 0, value: weights.get(node.id) ?? 0 });
      continue;
    }
    const [below, above] = sidesOf(node).map((id) => known.get(id));
    const threshold = thresholdOf(node);
    if (!below || !above || threshold === undefined) return undefined;
    put(lists, { feature: node.feature, threshold, missingLeft: missingLeft(node), value: 0 });
    waiting.push({ node: above, of: at, into: lists.right }, { node: below, of: at, into: lists.left });
  }
  return lists.feature.length > 0 ? arraysOf(lists) : undefined;
}

/** A node that is to be put, and where its parent says where it is. */
interface Waiting {
  readonly node: Split;
  readonly of: number;
  readonly into: number[];
}

function put(
  { feature, threshold, left, right, missingLeft: missing, value }: Lists,
  node: { feature: number; threshold: number; missingLeft: number; value: number },
): void {
  feature.push(node.feature);
  threshold.push(node.threshold);
  left.push(-1);
  right.push(-1);
  missing.push(node.missingLeft);
  value.push(node.value);
}

const sidesOf = ({ mode, whenTrue, whenFalse }: Split): number[] =>
  MODES[mode]?.isBelow ? [whenTrue, whenFalse] : [whenFalse, whenTrue];

const missingLeft = ({ mode, missingIsTrue }: Split): number =>
  Number(missingIsTrue === (MODES[mode]?.isBelow ?? true));

/** What is at most so much goes left: below a number is at most the float32 before it. */
function thresholdOf({ mode, value }: Split): number | undefined {
  const compared = MODES[mode];
  if (!compared || Number.isNaN(value)) return undefined;
  if (compared.isWithin) return value;
  return value === 0 ? -leastNormal : float32Below(value);
}

/** Of no node is known how many rows have passed it: each counts as none. */
const arraysOf = ({ feature, threshold, left, right, missingLeft: missing, value }: Lists): Tree => ({
  feature: Int32Array.from(feature),
  threshold: Float32Array.from(threshold),
  left: Int32Array.from(left),
  right: Int32Array.from(right),
  missingLeft: Uint8Array.from(missing),
  value: Float64Array.from(value),
  cover: new Float64Array(feature.length),
  output: 0,
});
