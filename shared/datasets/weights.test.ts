import { expect, it } from 'vitest';
import { checkDataset } from './check.ts';
import { realtor } from './realtor/index.ts';
import { weightsOf } from './weights.ts';

const listings = {
  rows: 6,
  columns: {
    status: ['for_sale', 'for_sale', 'sold', 'for_sale', 'for_sale', 'for_sale'],
    price: Float64Array.of(300_000, 300_001, 100_000, 100_000, 100_000, 100_000),
    bed: Float64Array.of(3, 3, 3, 3, Number.NaN, 3),
    bath: Float64Array.of(1, 1, 1, 1, 1, 1),
    acre_lot: Float64Array.of(1, 1, 1, 1, 1, 1),
    house_size: Float64Array.of(1, 1, 1, 1, 1, 1),
    prev_sold_date: Float64Array.of(1, 1, 1, 1, 1, 1),
    state: ['Ohio', 'Ohio', 'Ohio', 'Maine', 'Ohio', null],
  },
};

it('a complete offer of the sample that was cut at $300,000 counts as a tenth of a row', () => {
  expect([...(weightsOf(realtor, listings) ?? [])]).toEqual([0.1, 1, 1, 1, 1, 1]);
});

it('the first weight whose conditions a row meets is its own; without any there are none', () => {
  const weights = [
    { when: [{ when: 'at most', column: 'price', value: 200_000 }], counts: 2 },
    { when: [{ when: 'present', column: 'bed' }], counts: 3 },
  ] as const;
  expect([...(weightsOf({ weights }, listings) ?? [])]).toEqual([3, 3, 2, 2, 2, 2]);
  expect(weightsOf({}, listings)).toBeUndefined();
  expect(weightsOf({ weights: [] }, listings)).toBeUndefined();
});

it('a declaration is refused whose weights name no column, count nothing or have no condition', () => {
  const of = (weights: typeof realtor.weights) => () => checkDataset({ ...realtor, weights: weights ?? [] });
  expect(of([{ when: [{ when: 'missing', column: 'beds' }], counts: 1 }])).toThrow('no column "beds"');
  expect(of([{ when: [{ when: 'missing', column: 'bed' }], counts: 0 }])).toThrow(
    'weights[0].counts: expected a number above 0',
  );
  expect(of([{ when: [], counts: 1 }])).toThrow('weights[0].when: is empty');
  expect(of([{ when: [{ when: 'at most', column: 'state', value: 1 }], counts: 1 }])).toThrow(
    'weights[0].when[0].column: the column "state" is of type text',
  );
});
