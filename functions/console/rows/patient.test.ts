import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patient } from './patient.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Pieces too large for more than one to be read ahead, and whether their maker was told to end. */
function making() {
  const made = { pieces: 0, hasEnded: false };
  async function* pieces(): AsyncGenerator<Buffer, void> {
    try {
      for (; made.pieces < 10; made.pieces++) yield Buffer.alloc(1024 * 1024, made.pieces);
    } finally {
      made.hasEnded = true;
    }
  }
  return { made, all: pieces() };
}

test('whoever takes all pieces has them in order', async () => {
  const { made, all } = making();
  const bytes = await buffer(patient(await all.next(), all));
  expect([bytes.length, bytes.at(0), bytes.at(-1)]).toEqual([10 * 1024 * 1024, 0, 9]);
  expect(made.hasEnded).toBe(true);
});

test('whoever takes nothing for a minute is given up', async () => {
  const { made, all } = making();
  const body = patient(await all.next(), all);
  body.read(1);
  await once(body, 'readable');
  const failed = once(body, 'error');
  vi.advanceTimersByTime(60_000);
  expect((await failed)[0]).toMatchObject({ message: 'nobody takes the pieces' });
  await vi.waitUntil(() => made.hasEnded);
  expect(made.pieces).toBeLessThan(5);
});

test('whoever goes away before the first piece ends it, too', async () => {
  const { made, all } = making();
  patient(await all.next(), all).destroy();
  await vi.waitUntil(() => made.hasEnded);
});
