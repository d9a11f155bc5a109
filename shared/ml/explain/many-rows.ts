/**
 * Explains many rows at one tree. What a subtree gives to the features above it depends on little of a row: which of
 * those features have let it pass, and where it goes at the splits below. Rows that have this in common share a state
 * there, and each state is worked out once: a thousand rows of houses have some 35 states at a leaf and 150 at an inner
 * node of a tree of 70 leaves. On the way up a feature's value is complete where it is asked for first, and there the
 * rows get it.
 */
import { goesLeft } from '../models/model.ts';
import type { LeafShares } from './leaf-shares.ts';

/** Features of some rows, and what each of them gains: all rows' of a feature one after the other. */
export interface Columns {
  readonly rows: number;
  readonly values: Float32Array;
  readonly gains: Float64Array;
}

/** Work space for so many rows, which one tree after the other uses. */
export interface Room {
  /** Of each level a place for a left and one for a right node. */
  readonly levels: (readonly [Place, Place])[];
  /** For each pair of states of two children: the parent's state + `taken`, or anything below `taken` if none yet. */
  readonly pairs: Int32Array;
  taken: number;
  /** Values of the features above a node, for each of its states; of nodes whose parent waits for them, in turn. */
  values: Float64Array;
  /** Of each state: what the feature gets that is complete. */
  readonly complete: Float64Array;
  /** For each state and way at a split: the states that it makes in the children; -1 if none yet. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Of a node: each row's state, and on the way down each state's pattern. */
interface Place {
  readonly states: Int32Array;
  readonly patterns: Int32Array;
  count: number;
}

/** Where a visit is. */
interface Visit {
  readonly shares: LeafShares;
  readonly columns: Columns;
  readonly room: Room;
  /** Leaves come in the order of `Leaves`. */
  leaf: number;
}

/** `taken` grows by the states of each node. */
const MOST_TAKEN = 2 ** 30;

export function roomFor(rows: number): Room {
  return {
    levels: [],
    pairs: new Int32Array(rows * rows),
    taken: 1,
    values: new Float64Array(1024),
    complete: new Float64Array(rows),
    left: new Int32Array(2 * rows),
    right: new Int32Array(2 * rows),
  };
}

/** Adds what the tree gives to the rows' features to their gains. */
export function addTree(shares: LeafShares, columns: Columns, room: Room): void {
  const root = placeAt(room, 0, 0, columns.rows);
  root.count = 1;
  root.states.fill(0);
  root.patterns[0] = -1;
  add({ shares, columns, room, leaf: 0 }, 0, root, 1, 0, 0);
}

/**
 * Gives the rows at a place their states as the subtree has them, and each state its values.
 *
 * @param level of the children
 * @param width how many features are asked for above the node
 * @param at where its values go in the room
 */
function add(visit: Visit, node: number, place: Place, level: number, width: number, at: number): void {
  const { shares, columns, room } = visit;
  const { tree, bit } = shares.leaves;
  if ((tree.feature[node] as number) < 0) {
    const leaf = visit.leaf++;
    makeRoom(room, at + place.count * width);
    for (let state = 0; state < place.count; state++)
      shares.share(leaf, place.patterns[state] as number, room.values, at + state * width);
    return;
  }
  const left = placeAt(room, level, 0, columns.rows);
  const right = placeAt(room, level, 1, columns.rows);
  const below = Math.max(width, 32 - Math.clz32(bit[node] as number));
  split(visit, node, place, left, right);
  add(visit, tree.left[node] as number, left, level + 1, below, at);
  const atRight = at + left.count * below;
  add(visit, tree.right[node] as number, right, level + 1, below, atRight);
  const end = atRight + right.count * below;
  makeRoom(room, end + columns.rows * width);
  join(room, place, { left, right, width, below, at, atRight, end });
  const { values } = room;
  for (let i = 0; i < place.count * width; i++) values[at + i] = values[end + i] as number;
  if (below > width) give(columns, room.complete, shares.leaves.owner[node] as number, place.states);
}

/** The children's states on the way down: one for each pattern and way, the way only where it makes a difference. */
function split(
  { shares, columns, room }: Visit,
  node: number,
  place: Place,
  left: Place,
  right: Place,
): void {
  const { tree, bit } = shares.leaves;
  const { rows, values } = columns;
  const { states, patterns } = place;
  const own = bit[node] as number;
  const first = (tree.feature[node] as number) * rows;
  const toLeft = room.left;
  const toRight = room.right;
  const leftStates = left.states;
  const rightStates = right.states;
  for (let way = 0; way < 2 * place.count; way++) toLeft[way] = -1;
  left.count = right.count = 0;
  for (let row = 0; row < rows; row++) {
    const state = states[row] as number;
    const isLeft = goesLeft(tree, node, values[first + row] as number);
    const way = 2 * state + (isLeft ? 1 : 0);
    if ((toLeft[way] as number) < 0) {
      const pattern = patterns[state] as number;
      toLeft[way] = left.count;
      toRight[way] = right.count;
      if ((pattern & own) === 0) {
        toLeft[way ^ 1] = left.count;
        toRight[way ^ 1] = right.count;
      }
      left.patterns[left.count++] = isLeft ? pattern : pattern & ~own;
      right.patterns[right.count++] = isLeft ? pattern & ~own : pattern;
    }
    leftStates[row] = toLeft[way] as number;
    rightStates[row] = toRight[way] as number;
  }
}

/** Two children, the values of their states, and where their parent's go. */
interface Children {
  readonly left: Place;
  readonly right: Place;
  readonly width: number;
  readonly below: number;
  readonly at: number;
  readonly atRight: number;
  readonly end: number;
}

/** The parent's states on the way up: one for each pair of the children's, its values the sums of theirs. */
function join(room: Room, place: Place, { left, right, width, below, at, atRight, end }: Children): void {
  const { pairs, values, complete } = room;
  const { states } = place;
  const rows = states.length;
  const leftStates = left.states;
  const rightStates = right.states;
  const across = right.count;
  if (room.taken > MOST_TAKEN) {
    pairs.fill(0);
    room.taken = 1;
  }
  const taken = room.taken;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const a = leftStates[row] as number;
    const b = rightStates[row] as number;
    const pair = a * across + b;
    let state = (pairs[pair] as number) - taken;
    if (state < 0) {
      state = count++;
      pairs[pair] = taken + state;
      const ofLeft = at + a * below;
      const ofRight = atRight + b * below;
      const to = end + state * width;
      for (let j = 0; j < width; j++)
        values[to + j] = (values[ofLeft + j] as number) + (values[ofRight + j] as number);
      complete[state] = (values[ofLeft + below - 1] as number) + (values[ofRight + below - 1] as number);
    }
    states[row] = state;
  }
  place.count = count;
  room.taken = taken + count;
}

function give({ rows, gains }: Columns, complete: Float64Array, feature: number, states: Int32Array): void {
  const first = feature * rows;
  for (let row = 0; row < rows; row++)
    (gains[first + row] as number) += complete[states[row] as number] as number;
}

function placeAt({ levels }: Room, level: number, side: 0 | 1, rows: number): Place {
  const known = levels[level] ?? [placeFor(rows), placeFor(rows)];
  levels[level] = known;
  return known[side];
}

function placeFor(rows: number): Place {
  return { states: new Int32Array(rows), patterns: new Int32Array(rows), count: 0 };
}

function makeRoom(room: Room, size: number): void {
  if (size <= room.values.length) return;
  const larger = new Float64Array(2 * size);
  larger.set(room.values);
  room.values = larger;
}
