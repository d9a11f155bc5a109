import { expect, test } from 'vitest';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { valueBuckets } from './value-buckets.ts';

const realtor = datasetNamed('realtor');
const target = { column: 'rent', task: 'regression' } as const;
const columns = (range?: [number, number]) => ({
  rent: { type: 'number', label: 'Rent', ...(range ? { range } : {}) } as const,
});

test('prices have buckets over the prices that are learned from, some 1.5 times apart', () => {
  const buckets = valueBuckets(realtor);
  expect([buckets[0], buckets.at(-1), buckets.length]).toEqual([1000, 10_000_000, 25]);
  const ratios = buckets.slice(1).map((bound, i) => bound / (buckets[i] as number));
  expect(Math.min(...ratios)).toBeGreaterThan(1.3);
  expect(Math.max(...ratios)).toBeLessThan(1.7);
});

test.each([
  ['a logarithm from 0 on', 'log', [0, 100_000], 0.1, 100_000, 37],
  ['a logarithm over many powers', 'log', [1, 1e12], 1, 1e12, 37],
  ['a logarithm of which nothing is said', 'log', undefined, 1, 1e9, 28],
  ['a plain number', 'identity', [-10, 30], -8, 30, 20],
] as const)('%s', (_, transform, range, first, last, count) => {
  const declared = {
    target: { ...target, transform },
    columns: columns(range as [number, number] | undefined),
    rules: [],
  };
  const buckets = valueBuckets(declared);
  expect([buckets[0], buckets.at(-1), buckets.length]).toEqual([first, last, count]);
  expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
});

test('classes have none', () => {
  expect(valueBuckets(datasetNamed('diabetes'))).toEqual([]);
});
