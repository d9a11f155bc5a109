import { expect, it } from 'vitest';
import { bucketOf, partOf } from './split.ts';

it('buckets are frozen for ever', () => {
  // FNV-1a and MurmurHash3's finaliser, reckoned apart in Python
  expect(['', 'a', 'patient 1', 'patient 2', '1423126|Nokomis|Florida', 'Cataño'].map(bucketOf)).toEqual([
    66, 10, 42, 47, 50, 43,
  ]);
});

it('buckets are even and independent of how alike keys are', () => {
  const rows = new Array<number>(100).fill(0);
  for (let i = 0; i < 100_000; i++) rows[bucketOf(`row ${i}`)] = (rows[bucketOf(`row ${i}`)] as number) + 1;
  const chi = rows.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chi).toBeLessThan(148.2); // 99.9 % of chi-square with 99 degrees
});

it('parts are 70, 10, 10 and 10 buckets', () => {
  const parts = Array.from({ length: 100 }, (_, bucket) => partOf(bucket));
  const count = (part: string) => parts.filter((name) => name === part).length;
  expect(['train', 'validation', 'calibration', 'test'].map(count)).toEqual([70, 10, 10, 10]);
  expect(() => partOf(100)).toThrow('from 0 to 99');
});
