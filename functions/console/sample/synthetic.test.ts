import { describe, expect, it } from 'vitest';
import { ksTest } from '../../../shared/stats/kolmogorov-smirnov.ts';
import type { Listing } from './source.ts';
import { syntheticSource } from './synthetic.ts';

const reader = { group: 1, day: 'Tuesday' };
const rows = 6000;
const source = syntheticSource({ seed: 42, batches: 4, rows });
const batches = [1, 2, 3].map((number) => [...source.batch(number, reader)]);
const [first, second, third] = batches as [Listing[], Listing[], Listing[]];

const numbers = (listings: readonly Listing[], column: keyof Listing): Float64Array =>
  Float64Array.from(
    listings.map((listing) => listing[column]).filter((value) => typeof value === 'number'),
  ).sort();
const share = (listings: readonly Listing[], is: (listing: Listing) => boolean): number =>
  listings.filter(is).length / listings.length;
const between = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value >= low && value <= high;

describe('synthetic listings', () => {
  it('are the same for the same seed, and others for another', () => {
    expect([...source.batch(1, reader)]).toEqual(first);
    const other = syntheticSource({ seed: 43, batches: 1, rows: 10 });
    expect([...other.batch(1, reader)]).not.toEqual(first.slice(0, 10));
  });

  it('are mostly within the prices that are accepted, so that two batches of 12,000 train a model', () => {
    for (const batch of batches) {
      const distinct = new Set(batch.map((listing) => JSON.stringify(listing))).size;
      expect(share(batch, ({ price }) => between(price, 1_000, 10_000_000))).toBeGreaterThan(0.98);
      expect((distinct / rows) * 0.98 * 24_000).toBeGreaterThan(20_000);
    }
  });

  it('have the dirt of the real source', () => {
    expect(share(first, ({ bed }) => bed === null)).toBeCloseTo(0.116, 1);
    expect(share(first, ({ prev_sold_date }) => prev_sold_date === null)).toBeCloseTo(0.26, 1);
    expect(first.some(({ price }) => price === null)).toBe(true);
    expect(first.some(({ price }) => between(price, 20_000_000, 1e12))).toBe(true);
    expect(first.some(({ brokered_by }) => /^\d+\.0$/.test(String(brokered_by)))).toBe(true);
    expect(first.some(({ prev_sold_date }) => prev_sold_date === '2022-02-30')).toBe(true);
    expect(new Set(first.map((listing) => JSON.stringify(listing))).size).toBeLessThan(rows);
  });

  it('cost what their place says: the state alone explains a third of the log price', () => {
    const priced = first.filter(({ price }) => between(price, 1_000, 10_000_000));
    const logs = priced.map(({ price }) => Math.log(price as number));
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const byState = new Map<unknown, number[]>();
    for (const [i, { state }] of priced.entries())
      byState.set(state, [...(byState.get(state) ?? []), logs[i] as number]);
    const squares = (values: readonly number[]): number => {
      const middle = mean(values);
      return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    };
    const within = [...byState.values()].reduce((sum, values) => sum + squares(values), 0);
    expect(1 - within / squares(logs)).toBeGreaterThan(0.3);
  });

  it('are alike in the first two batches and drift in the third', () => {
    for (const column of ['price', 'house_size', 'bed', 'acre_lot'] as const) {
      const same = ksTest({ values: numbers(first, column) }, { values: numbers(second, column) });
      const moved = ksTest({ values: numbers(first, column) }, { values: numbers(third, column) });
      expect(same.pValue, column).toBeGreaterThan(0.001);
      expect(moved.pValue, column).toBeLessThan(1e-12);
    }
  });
});
