/**
 * Rows in the terms of a tree ensemble: the leaves that they end in. Rows that share many leaves are alike for the
 * model: random-forest proximity, Breiman (2001); for boosting, Tan et al., "Tree Space Prototypes" (2020).
 */
import { goesLeft, type Tree, type TreeEnsemble } from '../models/model.ts';
import type { Matrix } from '../table.ts';

/** A neighbour's likeness to three digits needs no more trees, and counts of as many fit in a byte. */
const MOST_TREES = 128;

/** The trees that are looked at: evenly spaced, as the first ones alone know the broad features only. */
export function chosenTrees({ trees }: TreeEnsemble): Tree[] {
  const count = Math.min(trees.length, MOST_TREES);
  return Array.from({ length: count }, (_, at) => trees[Math.floor((at * trees.length) / count)] as Tree);
}

/**
 * @returns tree after tree, for each row the number of its leaf, modulo 256: in larger trees a few strangers are
 * taken for neighbours
 */
export function leafCodes(trees: readonly Tree[], x: Matrix): Uint8Array {
  // A model that says the same of all: one leaf for everyone.
  if (trees.length === 0) return new Uint8Array(x.rows);
  const codes = new Uint8Array(trees.length * x.rows);
  trees.forEach((tree, at) => {
    const numbers = leafNumbers(tree);
    for (let row = 0; row < x.rows; row++) codes[at * x.rows + row] = numbers[leafOf(tree, x, row)] as number;
  });
  return codes;
}

function leafNumbers({ feature }: Tree): Uint8Array {
  let leaves = 0;
  return Uint8Array.from(feature, (split) => (split < 0 ? leaves++ : 0));
}

function leafOf(tree: Tree, { data, names }: Matrix, row: number): number {
  const start = row * names.length;
  let node = 0;
  for (let split = tree.feature[0] as number; split >= 0; split = tree.feature[node] as number)
    node = (
      goesLeft(tree, node, data[start + split] as number) ? tree.left[node] : tree.right[node]
    ) as number;
  return node;
}

/**
 * How many codes of each row are those of the query. Four rows at a time, a byte each in a 32-bit word; and four trees
 * at a time, as it is the counts going to and from memory that takes long.
 *
 * @param codes as from leafCodes, of a number of rows that 4 divides
 * @param query one code for each tree, of 255 trees at most
 */
export function sharedLeaves(codes: Uint8Array, query: Uint8Array): Uint8Array {
  const words = new Int32Array(codes.buffer, codes.byteOffset, codes.length >> 2);
  const counts = new Int32Array(words.length / query.length);
  const wanted = Int32Array.from(query, (code) => Math.imul(code, 0x01010101));
  const inFours = query.length & ~3;
  for (let tree = 0; tree < inFours; tree += 4) countFour(words, tree, wanted, counts);
  for (let tree = inFours; tree < query.length; tree++) countOne(words, tree, wanted, counts);
  return new Uint8Array(counts.buffer);
}

function countFour(words: Int32Array, tree: number, wanted: Int32Array, counts: Int32Array): void {
  const rows = counts.length;
  const [a, b, c, d] = wanted.subarray(tree, tree + 4) as unknown as [number, number, number, number];
  const start = tree * rows;
  for (let at = 0; at < rows; at++) {
    const place = start + at;
    const ofA = zeroBytes((words[place] as number) ^ a);
    const ofB = zeroBytes((words[place + rows] as number) ^ b);
    const ofC = zeroBytes((words[place + 2 * rows] as number) ^ c);
    const ofD = zeroBytes((words[place + 3 * rows] as number) ^ d);
    counts[at] = ((counts[at] as number) + ofA + ofB + ofC + ofD) | 0;
  }
}

function countOne(words: Int32Array, tree: number, wanted: Int32Array, counts: Int32Array): void {
  const start = tree * counts.length;
  const sought = wanted[tree] as number;
  for (let at = 0; at < counts.length; at++)
    counts[at] = ((counts[at] as number) + zeroBytes((words[start + at] as number) ^ sought)) | 0;
}

/** 1 in each byte that is 0, 0 in the others: Warren, "Hacker's Delight" (2nd ed.), section 6-1. */
function zeroBytes(word: number): number {
  const lower = ((word & 0x7f7f7f7f) + 0x7f7f7f7f) | 0;
  return ~(lower | word | 0x7f7f7f7f) >>> 7;
}
