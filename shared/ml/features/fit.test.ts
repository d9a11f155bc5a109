import { describe, expect, it } from 'vitest';
import { column } from '../expression.ts';
import type { Table } from '../table.ts';
import { applyFeatures } from './apply.ts';
import { fitTransform } from './fit.ts';
import reference from './fixtures/target-means.json' with { type: 'json' };
import { foldOfRows } from './folds.ts';
import type { FeatureSpecification } from './specification.ts';

const regression = { task: 'regression' } as const;
const everyRow = (table: Table) => Int32Array.from({ length: table.rows }, (_, row) => row);
const texts = (columns: Record<string, (string | null)[]>): Table => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns,
});

/** 400 rows of two towns in each of three states, some missing; the price depends on the town. */
function market(rows = 400) {
  const state = Array.from({ length: rows }, (_, row) => (row % 11 === 0 ? null : `S${row % 3}`));
  const town = Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? null : `T${(row * 5) % 4}`));
  const price = Float64Array.from({ length: rows }, (_, row) => ((row * 37) % 101) / 10 + (row % 3));
  return { table: texts({ state, town }), price };
}
const specifications: FeatureSpecification[] = [
  { kind: 'targetMean', name: 'town', levels: [['state', 'town'], ['state']], smoothing: 4 },
  { kind: 'frequency', name: 'count', key: ['state', 'town'] },
  { kind: 'oneHot', name: 'state', column: 'state', minRows: 5 },
];

describe('target means', () => {
  const table = texts({ city: reference.city });
  const asked = texts({ city: reference.asked });
  const cities: FeatureSpecification[] = [{ kind: 'targetMean', name: 'city', levels: [['city']] }];

  it("are those of scikit-learn's TargetEncoder", () => {
    const { fitted } = fitTransform(cities, table, reference.price, regression, everyRow(table));
    const { data } = applyFeatures(fitted, asked);
    reference.priceMeans.forEach(([wanted], row) => {
      expect(data[row]).toBeCloseTo(wanted as number, 5);
    });
  });

  it('are given for each class but the last', () => {
    const task = { task: 'classification', classes: ['no', 'late', 'soon'] } as const;
    const { fitted, matrix } = fitTransform(cities, table, reference.label, task, everyRow(table));
    expect(matrix.names).toEqual(['city:no', 'city:late']);
    const { data } = applyFeatures(fitted, asked);
    reference.labelMeans.forEach((wanted, row) => {
      expect(data[row * 2]).toBeCloseTo(wanted[0] as number, 5);
      expect(data[row * 2 + 1]).toBeCloseTo(wanted[1] as number, 5);
    });
  });

  it('are smoothed towards the next level, and fall back to it', () => {
    const towns = texts({ state: ['A', 'A', 'A', 'B'], town: ['x', 'x', 'y', 'x'] });
    const levels = [['state', 'town'], ['state']];
    const { fitted } = fitTransform(
      [{ kind: 'targetMean', name: 'town', levels, smoothing: 2 }],
      towns,
      [1, 3, 5, 11],
      regression,
      everyRow(towns),
    );
    const asked = texts({ state: ['A', 'A', 'A', 'C', null], town: ['x', 'z', null, 'x', 'x'] });
    // All: 5. State A: (9 + 2 * 5) / 5 = 3.8. Town A x: (4 + 2 * 3.8) / 4 = 2.9.
    expect([...applyFeatures(fitted, asked).data]).toEqual([2.9, 3.8, 3.8, 5, 5].map(Math.fround));
  });

  it('fall back from a code to its prefix', () => {
    const codes = texts({ zip: ['02101', '02102', '90210', '7'] });
    const levels = [['zip'], [{ column: 'zip', prefix: 3 }]];
    const { fitted } = fitTransform(
      [{ kind: 'targetMean', name: 'zip', levels, smoothing: 0 }],
      codes,
      [1, 3, 7, 9],
      regression,
      everyRow(codes),
    );
    const asked = texts({ zip: ['02102', '02199', '021', '90299', '7', '70', '021x9', null] });
    expect([...applyFeatures(fitted, asked).data]).toEqual([3, 2, 5, 7, 9, 5, 5, 5]);
  });

  it('of training rows come from the other folds, of other rows from all training rows', () => {
    const { table, price } = market();
    const training = Uint8Array.from({ length: table.rows }, (_, row) => (row % 4 === 0 ? 0 : 1));
    const { fitted, matrix } = fitTransform(specifications, table, price, regression, training, { seed: 3 });
    const foldOf = foldOfRows(table.rows, 5, 3);
    const width = matrix.names.length;
    const whole = applyFeatures(fitted, table);
    for (const fold of [0, 1, 2, 3, 4]) {
      const others = training.map((trains, row) => (trains && foldOf[row] !== fold ? 1 : 0));
      const without = fitTransform(specifications, table, price, regression, others);
      const expected = applyFeatures(without.fitted, table);
      for (let row = 0; row < table.rows; row++) {
        const from = training[row] === 0 ? whole : foldOf[row] === fold ? expected : undefined;
        if (from) expect(matrix.data[row * width]).toBe(from.data[row * width]);
      }
    }
  });
});

describe('what is fitted', () => {
  const { table, price } = market();
  const training = Uint8Array.from({ length: table.rows }, (_, row) => (row % 4 === 0 ? 0 : 1));
  const learn = (from: Table, target: ArrayLike<number>) =>
    fitTransform(specifications, from, target, regression, training);

  it('does not change with the targets of rows that are not for training', () => {
    const other = price.map((value, row) => (training[row] ? value : value * 1000));
    const { fitted, matrix } = learn(table, other);
    expect(fitted).toEqual(learn(table, price).fitted);
    expect(matrix).toEqual(learn(table, price).matrix);
  });

  it('does not change with the columns of rows that are not for training', () => {
    const changed = (column: unknown) =>
      (column as (string | null)[]).map((value, row) => (training[row] ? value : `new ${row}`));
    const other = texts({ state: changed(table.columns.state), town: changed(table.columns.town) });
    expect(learn(other, price).fitted).toEqual(learn(table, price).fitted);
  });

  it('is the same after a round trip through JSON', () => {
    const scale: FeatureSpecification = {
      kind: 'scale',
      name: 'rank',
      column: 'town',
      values: { T0: 1, T1: 2.5 },
    };
    const { fitted } = fitTransform([...specifications, scale], table, price, regression, training);
    const copy = JSON.parse(JSON.stringify(fitted));
    expect(copy).toEqual(fitted);
    expect(applyFeatures(copy, table)).toEqual(applyFeatures(fitted, table));
  });

  it('is refused without training rows, without a target, and with two features of one name', () => {
    expect(() => fitTransform(specifications, table, price, regression, new Int32Array())).toThrow(
      /no training|there is none/,
    );
    const gap = price.map((value, row) => (row === 5 ? Number.NaN : value));
    expect(() => learn(table, gap)).toThrow('the target of training row 5 is NaN');
    const twice: FeatureSpecification[] = [
      { kind: 'formula', name: 'x', of: column('x') },
      { kind: 'frequency', name: 'x', key: ['state'] },
    ];
    expect(() => fitTransform(twice, table, price, regression, training)).toThrow(
      'two features are named "x"',
    );
  });
});

describe('other features', () => {
  const codes = texts({ code: ['250', '250', '428', null, 'V27', '250'] });
  const row = Int32Array.of(0, 1, 2, 3, 4);
  const learn = (specification: FeatureSpecification) =>
    fitTransform([specification], codes, new Float64Array(6), regression, row);
  const asked = texts({ code: ['250', '428', 'V27', '99', null] });

  it('frequency is log(1 + training rows), 0 for an unseen value, missing for a missing one', () => {
    const { fitted } = learn({ kind: 'frequency', name: 'n', key: ['code'] });
    expect([...applyFeatures(fitted, asked).data]).toEqual(
      [Math.log(3), Math.log(2), Math.log(2), 0, Number.NaN].map(Math.fround),
    );
  });

  it('one-hot has the values of enough rows', () => {
    const { fitted, matrix } = learn({ kind: 'oneHot', name: 'code', column: 'code', minRows: 2 });
    expect(matrix.names).toEqual(['code:250']);
    expect([...applyFeatures(fitted, asked).data]).toEqual([1, 0, 0, 0, 0]);
  });

  it('one-hot keeps at most 40 values, the commonest', () => {
    const many = texts({
      code: Array.from({ length: 1275 }, (_, at) => `c${Math.floor((Math.sqrt(8 * at + 1) - 1) / 2)}`),
    });
    const specification: FeatureSpecification = { kind: 'oneHot', name: 'c', column: 'code', minRows: 1 };
    const { matrix } = fitTransform(
      [specification],
      many,
      new Float64Array(1275),
      regression,
      everyRow(many),
    );
    expect(matrix.names).toHaveLength(40);
    expect(matrix.names).toContain('c:c49');
    expect(matrix.names).not.toContain('c:c9');
  });

  it('scale gives a known text its number, any other none', () => {
    const { fitted } = learn({ kind: 'scale', name: 's', column: 'code', values: { 250: 2.5, 428: 4 } });
    expect([...applyFeatures(fitted, asked).data]).toEqual([2.5, 4, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('group knows the codes of its domain and of the training rows', () => {
    const groupOf = (code: string) => (code.startsWith('V') ? 'supplementary' : 'numeric');
    const groups = ['numeric', 'supplementary'];
    const { fitted } = learn({ kind: 'group', name: 'g', column: 'code', groups, groupOf, domain: ['99'] });
    const { data, names } = applyFeatures(fitted, texts({ code: ['250', 'V27', '99', '100', null] }));
    expect(names).toEqual(['g:numeric', 'g:supplementary']);
    expect([...data]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  });
});

describe('folds', () => {
  it('keep rows of one group together, and differ by seed', () => {
    const groups = Array.from({ length: 1000 }, (_, row) => `patient ${row % 200}`);
    const foldOf = foldOfRows(1000, 5, 1, groups);
    for (let row = 200; row < 1000; row++) expect(foldOf[row]).toBe(foldOf[row % 200]);
    expect(foldOf).not.toEqual(foldOfRows(1000, 5, 2, groups));
  });

  it('are of about the same size', () => {
    const sizes = new Float64Array(5);
    for (const fold of foldOfRows(50_000, 5, 0)) sizes[fold] = (sizes[fold] as number) + 1;
    for (const size of sizes) expect(Math.abs(size - 10_000)).toBeLessThan(400);
  });
});
