import { expect, it } from 'vitest';
import { batching } from './batching.ts';

it('what is asked in one turn is answered by one run, each with its own result', async () => {
  const runs: number[][] = [];
  const ask = batching(async (rows: readonly number[]) => {
    runs.push([...rows]);
    return rows.map((row) => row * 10);
  });
  expect(await Promise.all([1, 2, 3].map(ask))).toEqual([10, 20, 30]);
  expect(await ask(4)).toBe(40);
  expect(runs).toEqual([[1, 2, 3], [4]]);
});

it('what is asked during a run is answered by one run after it', async () => {
  const runs: number[][] = [];
  const ends: (() => void)[] = [];
  const ask = batching(async (rows: readonly number[]) => {
    runs.push([...rows]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return rows;
  });
  const first = ask(1);
  await expect.poll(() => runs.length).toBe(1);
  const later = [ask(2)];
  await new Promise(setImmediate);
  later.push(ask(3));
  ends[0]?.();
  await first;
  await expect.poll(() => runs.length).toBe(2);
  ends[1]?.();
  await Promise.all(later);
  expect(runs).toEqual([[1], [2, 3]]);
});

it('no run has more rows than it may', async () => {
  const sizes: number[] = [];
  const ask = batching(async (rows: readonly number[]) => {
    sizes.push(rows.length);
    return rows;
  }, 4);
  expect(await Promise.all(Array.from({ length: 11 }, (_, i) => ask(i)))).toEqual(
    Array.from({ length: 11 }, (_, i) => i),
  );
  expect(sizes).toEqual([4, 4, 3]);
});

it('a run that fails fails those who asked, and nobody later', async () => {
  const ask = batching(async (rows: readonly number[]) => {
    if (rows.includes(0)) throw new Error('broken');
    return rows;
  });
  const answers = await Promise.allSettled([ask(0), ask(1)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask(2)).toBe(2);
});
