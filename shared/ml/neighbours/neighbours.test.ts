/** Rows that are alike to a model, against counting by hand. */
import { describe, expect, it } from 'vitest';
import { randomEnsemble, randomRows } from '../explain/fixtures/models.ts';
import type { LinearModel, TreeEnsemble } from '../models/model.ts';
import { goesLeft, type Tree } from '../models/model.ts';
import { seeded } from '../random.ts';
import type { Matrix } from '../table.ts';
import { nearestRows, neighbourCodes } from './neighbours.ts';

const oneOf = ({ data, names }: Matrix, row: number): Matrix => ({
  rows: 1,
  names,
  data: data.slice(row * names.length, (row + 1) * names.length),
});

function leafOf(tree: Tree, { data }: Matrix): number {
  let node = 0;
  for (let split = tree.feature[0] as number; split >= 0; split = tree.feature[node] as number)
    node = (goesLeft(tree, node, data[split] as number) ? tree.left[node] : tree.right[node]) as number;
  return node;
}

describe('for trees', () => {
  const random = seeded(7);
  const model = randomEnsemble(random, 40, 5, 6);
  const x = randomRows(random, 203, 5);
  const codes = neighbourCodes(model, x);

  it('similarity is the share of trees in which both end in the same leaf', () => {
    const query = oneOf(randomRows(random, 1, 5), 0);
    const found = nearestRows(model, codes, query, x.rows, x.rows);
    expect(found).toHaveLength(203);
    for (const { row, similarity } of found) {
      const shared = model.trees.filter((tree) => leafOf(tree, query) === leafOf(tree, oneOf(x, row)));
      expect(similarity).toBe(shared.length / 40);
    }
  });

  it('the most alike come first, of equals the first', () => {
    const found = nearestRows(model, codes, oneOf(x, 17), x.rows, 20);
    const expected = [...found].sort((a, b) => b.similarity - a.similarity || a.row - b.row);
    expect(found).toEqual(expected);
    expect(found[0]?.similarity).toBe(1);
  });

  it('the same row is alike in everything, and padding is never found', () => {
    for (const row of [0, 100, 202])
      expect(nearestRows(model, codes, oneOf(x, row), x.rows, 300).map((one) => one.row)).toHaveLength(203);
  });

  it('more trees than fit in a byte are sampled', () => {
    const many = randomEnsemble(random, 700, 5, 4);
    const found = nearestRows(many, neighbourCodes(many, x), oneOf(x, 3), x.rows, 1);
    expect(found[0]?.similarity).toBe(1);
  });

  it('a model without trees finds everyone alike', () => {
    const constant: TreeEnsemble = { ...model, trees: [] };
    const found = nearestRows(constant, neighbourCodes(constant, x), oneOf(x, 3), x.rows, 2);
    expect(found).toEqual([
      { row: 0, similarity: 1 },
      { row: 1, similarity: 1 },
    ]);
  });
});

describe('for linear models', () => {
  const model: LinearModel = {
    kind: 'linear',
    outputs: 1,
    coefficients: [Float64Array.of(10, 0.001, 0)],
    intercepts: Float64Array.of(0),
    fill: Float64Array.of(5, 0, 0),
  };
  const names = ['a', 'b', 'c'];
  const x: Matrix = {
    rows: 5,
    names,
    data: Float32Array.of(0, 0, 9, 1, 900, 0, 4, 0, 0, Number.NaN, 0, 0, 10, 0, 9),
  };
  const codes = neighbourCodes(model, x);

  it('what counts is how far apart features move the score', () => {
    const query = { rows: 1, names, data: Float32Array.of(0.9, 0, 9) };
    expect(nearestRows(model, codes, query, 5, 3).map(({ row }) => row)).toEqual([1, 0, 2]);
  });

  it('a missing value is taken for the one that stands in for it', () => {
    const query = { rows: 1, names, data: Float32Array.of(5, 0, 0) };
    expect(nearestRows(model, codes, query, 5, 1)).toEqual([{ row: 3, similarity: 1 }]);
  });
});
