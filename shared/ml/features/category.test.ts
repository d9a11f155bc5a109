import { expect, it } from 'vitest';
import type { Table } from '../table.ts';
import { applyFeatures } from './apply.ts';
import { fitTransform } from './fit.ts';
import type { FeatureSpecification } from './specification.ts';

const of = (columns: Record<string, (string | null)[]>): Table => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns,
});
const learn = (specification: FeatureSpecification, table: Table) => {
  const rows = new Uint8Array(table.rows).fill(1);
  const target = new Float64Array(table.rows);
  return fitTransform([specification], table, target, { task: 'regression' }, rows);
};

it('a category is the place among the common ones; rare and unseen ones are the last, missing ones none', () => {
  const ward = ['b', 'b', 'a', 'c', 'c', 'c', 'd', null, 'a'];
  const specification: FeatureSpecification = { kind: 'category', name: 'ward', key: ['ward'], minRows: 2 };
  const { fitted, matrix } = learn(specification, of({ ward }));
  expect([...matrix.data]).toEqual([2, 2, 1, 0, 0, 0, 3, Number.NaN, 1]);
  expect(matrix.categories).toEqual([4]);
  const asked = applyFeatures(fitted, of({ ward: ['c', 'd', 'never seen', null, ''] }));
  expect([...asked.data]).toEqual([0, 3, 3, Number.NaN, Number.NaN]);
});

it('of 100,000 categories the 253 commonest are told apart', () => {
  const id = Array.from({ length: 101_000 }, (_, row) => `id ${row < 1000 ? row % 500 : row}`);
  const specification: FeatureSpecification = { kind: 'category', name: 'id', key: ['id'], minRows: 1 };
  const { matrix } = learn(specification, of({ id }));
  expect(matrix.categories).toEqual([254]);
  expect(new Set(matrix.data).size).toBe(254);
});

it('a count or category of several columns is missing when one of them is, unseen when they are together new', () => {
  const table = of({ state: ['A', 'A', 'B', null, 'B'], town: ['x', 'x', 'x', 'x', null] });
  const key = ['state', 'town'];
  const asked = of({ state: ['A', 'B', 'B', 'A', null], town: ['x', 'x', 'z', null, 'x'] });
  const { fitted } = learn({ kind: 'frequency', name: 'n', key }, table);
  expect([...applyFeatures(fitted, asked).data]).toEqual(
    [Math.log(3), Math.log(2), 0, Number.NaN, Number.NaN].map(Math.fround),
  );
});

it('a formula says in which direction answers may go', () => {
  const specification: FeatureSpecification = {
    kind: 'formula',
    name: 'n',
    of: { op: 'constant', value: 1 },
    monotone: -1,
  };
  expect(learn(specification, of({ state: ['A'] })).matrix.monotone).toEqual([-1]);
  const free: FeatureSpecification = { kind: 'formula', name: 'n', of: { op: 'constant', value: 1 } };
  expect(learn(free, of({ state: ['A'] })).matrix.monotone).toBeUndefined();
});
