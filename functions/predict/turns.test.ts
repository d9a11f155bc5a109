/** Turns of the event loop in the midst of long work. */
import { expect, test } from 'vitest';
import { inTurns } from './turns.ts';

test('others are served before long work is done, and its last step is the answer', async () => {
  const told: string[] = [];
  const end = performance.now() + 100;
  const work = inTurns(
    (function* () {
      while (performance.now() < end) yield;
      return 'done';
    })(),
  ).then((last) => told.push(last));
  setImmediate(() => told.push('served'));
  await work;
  expect(told).toEqual(['served', 'done']);
});

test('what a step throws is thrown', async () => {
  const work = inTurns(
    // biome-ignore lint/correctness/useYield: it fails before
    (function* () {
      throw new RangeError('no rows');
    })(),
  );
  await expect(work).rejects.toThrow('no rows');
});
