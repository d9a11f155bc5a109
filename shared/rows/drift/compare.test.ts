import { expect, it } from 'vitest';
import { profileKinds } from '../../datasets/kinds.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { normal, seeded } from '../../ml/random.ts';
import { profileOf } from '../../stats/profile/profile-of.ts';
import { compare } from './compare.ts';

/** Listings whose price is `times` what it was, all else alike. */
function batch(rows: number, seed: number, times: number) {
  const random = seeded(seed);
  const numbers = (of: () => number) => Float64Array.from({ length: rows }, of);
  const columns = {
    status: Array.from({ length: rows }, () => (random() < 0.7 ? 'for_sale' : 'sold')),
    state: Array.from({ length: rows }, () => `State ${Math.floor(55 * random() ** 2)}`),
    bed: numbers(() => 1 + Math.floor(5 * random())),
    bath: numbers(() => 1 + Math.floor(3 * random())),
    acre_lot: numbers(() => Math.exp(normal(random) - 1)),
    house_size: numbers(() => Math.exp(0.4 * normal(random) + 7.5)),
    prev_sold_date: numbers(() => (random() < 0.5 ? Number.NaN : 19_000 * random())),
    price: numbers(() => times * Math.exp(0.7 * normal(random) + 12.5)),
  };
  return profileOf({ rows, columns }, profileKinds(realtor));
}

const reference = batch(20_000, 1, 1);

it('a batch like the training rows has not drifted, whatever the batch before was like', () => {
  const report = compare(realtor, batch(3000, 2, 1), { reference, previous: batch(3000, 3, 3) });
  expect(report).toMatchObject({ drifted: false, targetDrifted: false, share: 0 });
  expect(report.previous?.target?.drifted).toBe(true);
});

it('a target that moved is drift, though no other column did', () => {
  const report = compare(realtor, batch(3000, 2, 1.3), { reference });
  expect(report).toMatchObject({ drifted: true, targetDrifted: true, share: 0, previous: null });
});

it('a handful of rows is no drift: chance alone is far from the reference', () => {
  const few = { ...realtor, drift: { ...realtor.drift, minRows: 40 } };
  const alarms = Array.from({ length: 50 }, (_, i) => compare(few, batch(40, 10 + i, 1), { reference }));
  expect(alarms.filter(({ drifted }) => drifted).length).toBeLessThanOrEqual(1);
});

it('under the rows that are declared there is no verdict, whatever they are like', () => {
  const declared = { ...realtor, drift: { ...realtor.drift, minRows: 30 } };
  for (const [dataset, rows, needed] of [
    [realtor, 1, 500],
    [realtor, 499, 500],
    [declared, 29, 30],
  ] as const)
    expect(compare(dataset, batch(rows, 5, 1000), { reference, previous: batch(3000, 3, 1) })).toMatchObject({
      drifted: false,
      targetDrifted: false,
      share: 0,
      production: null,
      previous: null,
      together: [],
      reason: `too few rows to tell (${rows} of ${needed})`,
    });
  expect(compare(realtor, batch(500, 5, 1000), { reference }).targetDrifted).toBe(true);
  expect(compare(declared, batch(30, 5, 1000), { reference }).targetDrifted).toBe(true);
});

it('a model that has learned from a handful is nothing to compare with', () => {
  expect(compare(realtor, batch(500, 5, 1000), { reference: batch(29, 1, 1) })).toMatchObject({
    drifted: false,
    reason: 'too few rows to tell: the model has learned from 29, at least 30 are needed',
  });
});

it('what could not be read is told with the verdict', () => {
  const unreadable = { price: { values: 12, of: 3000, examples: ['call us'] } };
  const report = compare(realtor, batch(3000, 2, 1), { reference, unreadable });
  expect(report.unreadable).toEqual(unreadable);
  expect(report.reason).toMatch(/^no drift: .*; values that cannot be read: 12 of 3000 of price$/);
});

it('both distributions of each column are there to draw, and the report stays small', () => {
  const report = compare(realtor, batch(3000, 2, 1), { reference, previous: batch(3000, 3, 1) });
  const columns = [...(report.production?.columns ?? []), report.production?.target];
  expect(columns).toHaveLength(realtor.drift.columns.length + 1);
  for (const column of columns) expect(column?.distribution?.reference.length).toBeGreaterThan(1);
  expect(JSON.stringify(report).length).toBeLessThan(32_000);
});

it('without a model or a batch before there is nothing to compare with', () => {
  const report = compare(realtor, reference, {});
  expect(report).toMatchObject({
    drifted: false,
    production: null,
    previous: null,
    reason: 'nothing to compare with',
  });
});
