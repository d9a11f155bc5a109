import { describe, expect, it } from 'vitest';
import { below, normal, seeded } from '../../../random.ts';
import type { Matrix } from '../../../table.ts';
import { families } from '../../families.ts';
import { goesLeft, SET_WORDS, type Tree } from '../../model.ts';
import { scoreModel } from '../../score.ts';

const regression = { task: 'regression', classes: 0 } as const;
/** The guards against chance off: what is left is the search alone. */
const unguarded = {
  categorySmoothing: 0,
  categoryLambda: 0,
  maxCategories: 254,
  minCategoryRows: 1,
  lambda: 0,
};

function made(rows: number, categories: number, seed: number): { x: Matrix; y: Float64Array } {
  const random = seeded(seed, 'categories');
  const effect = Array.from({ length: categories }, () => normal(random));
  const codes = Array.from({ length: rows }, () => (random() < 0.1 ? Number.NaN : below(random, categories)));
  const y = Float64Array.from(codes, (code) => (effect[code] ?? 0.5) + normal(random));
  const data = Float32Array.from(codes);
  return { x: { rows, names: ['kind'], data, categories: [categories] }, y };
}

function squares(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Least sum of squares over all ways to part the categories (a gap is one more) in two, by trying them all. */
function leastSquares(codes: Float32Array, y: Float64Array, categories: number, least: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 2 ** categories; set++) {
    const isLeft = (code: number) => ((set >> (Number.isNaN(code) ? categories : code)) & 1) === 1;
    const sides = [true, false].map((side) => [...y].filter((_, i) => isLeft(codes[i] as number) === side));
    if (sides.some((side) => side.length < least)) continue;
    lowest = Math.min(lowest, squares(sides[0] as number[]) + squares(sides[1] as number[]));
  }
  return lowest;
}

describe('a split by categories', () => {
  it('is the best of all sets, as Fisher (1958) shows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { x, y } = made(120, 8, seed);
      const model = families.tree.fit(
        { x, y },
        undefined,
        { ...unguarded, maxLeaves: 2, minChildWeight: 3 },
        1,
        regression,
      );
      const scores = scoreModel(model, x);
      const reached = y.reduce((sum, value, i) => sum + (value - (scores[i] as number)) ** 2, 0);
      expect(reached).toBeCloseTo(leastSquares(x.data, y, 8, 3), 4);
    }
  });

  it('sends what it does not know right, and what is missing where it gained', () => {
    const tree = firstTree(made(2000, 12, 1), { ...unguarded, maxLeaves: 2 });
    const learned = [...Array(12).keys()].filter((code) => goesLeft(tree, 0, code));
    expect(learned.length).toBeGreaterThan(0);
    for (const code of [12, 200, 255, 256, 1e6, -1, 0.5, Number.POSITIVE_INFINITY])
      expect(goesLeft(tree, 0, code)).toBe(false);
    const apart = made(400, 6, 2);
    const y = apart.y.map((_, row) => (Number.isNaN(apart.x.data[row]) || apart.x.data[row] === 3 ? 9 : 0));
    const parted = firstTree({ x: apart.x, y }, { ...unguarded, maxLeaves: 2 });
    expect(goesLeft(parted, 0, Number.NaN)).toBe(goesLeft(parted, 0, 3));
    expect(goesLeft(parted, 0, Number.NaN)).not.toBe(goesLeft(parted, 0, 2));
  });

  it('sets apart what is missing alone, when that gains most', () => {
    const { x } = made(400, 6, 3);
    const y = Float64Array.from(x.data, (code) => (Number.isNaN(code) ? 5 : 0));
    const model = families.tree.fit({ x, y }, undefined, { ...unguarded, maxLeaves: 2 }, 1, regression);
    scoreModel(model, x).forEach((score, row) => {
      expect(score).toBeCloseTo(y[row] as number, 5);
    });
  });

  it('holds no more categories than it may', () => {
    const tree = firstTree(made(3000, 100, 4), { ...unguarded, maxCategories: 7, maxLeaves: 40 });
    const sizes = [...(tree.setStart ?? [])]
      .filter((start) => start >= 0)
      .map((start) => sizeOf(tree, start));
    expect(Math.max(...sizes)).toBe(7);
  });

  it('takes in only categories with rows enough', () => {
    const { x } = made(3000, 50, 5);
    const y = Float64Array.from(x.data, (code, row) => (code === 7 && row < 600 ? 30 : 0));
    const data = x.data.map((code, row) => (code === 7 && row >= 600 ? 8 : code));
    const isLeft = (settings: Record<string, number>) => {
      const tree = firstTree({ x: { ...x, data }, y }, { ...unguarded, maxLeaves: 2, ...settings });
      return [7, 8].map((code) => goesLeft(tree, 0, code));
    };
    expect(isLeft({})).toEqual([true, false]);
    expect(isLeft({ categorySmoothing: 20 })[0]).toBe(false);
  });
});

function firstTree(examples: { x: Matrix; y: Float64Array }, settings: Record<string, number>): Tree {
  const model = families.tree.fit(examples, undefined, settings, 1, regression);
  if (model.kind !== 'trees') throw new Error('trees expected');
  return model.trees[0] as Tree;
}

function sizeOf({ sets }: Tree, start: number): number {
  const words = [...(sets ?? [])].slice(start, start + SET_WORDS);
  return words.reduce((size, word) => size + [...word.toString(2)].filter((bit) => bit === '1').length, 0);
}
