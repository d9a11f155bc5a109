import { expect, test } from 'vitest';
import { heldBytes } from './held-bytes.ts';

test('bodies have room together, and who comes then waits until one is let go of', async () => {
  const all = heldBytes(100, 60_000);
  const [first, second, third] = [all.share(), all.share(), all.share()];
  expect(first.take(60)).toBeUndefined();
  expect(second.take(40)).toBeUndefined();
  const order: string[] = [];
  const waits = third.take(30)?.then(() => order.push('third'));
  const also = second.take(1)?.then(() => order.push('second'));
  expect(order).toEqual([]);
  first.letGo();
  await Promise.all([waits, also]);
  expect(order).toEqual(['third', 'second']);
});

test('nobody goes before who waits already', () => {
  const all = heldBytes(100, 60_000);
  const [first, second, small] = [all.share(), all.share(), all.share()];
  first.take(90);
  expect(second.take(50)).toBeInstanceOf(Promise);
  expect(small.take(1)).toBeInstanceOf(Promise);
  first.letGo();
});

test('who waits too long is told to come again, and what waited behind goes on', async () => {
  const all = heldBytes(100, 1);
  const [first, second, third] = [all.share(), all.share(), all.share()];
  first.take(90);
  await expect(second.take(50)).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  expect(third.take(10)).toBeUndefined();
});

test('what was let go of is counted no more, also when its room comes later', async () => {
  const all = heldBytes(100, 60_000);
  const [first, gone, third] = [all.share(), all.share(), all.share()];
  first.take(100);
  const waits = gone.take(100);
  gone.letGo();
  first.letGo();
  await waits;
  expect(third.take(100)).toBeUndefined();
});

test('what is in memory already is counted, and keeps others waiting', () => {
  const all = heldBytes(100, 60_000);
  const [first, second] = [all.share(), all.share()];
  first.add(150);
  expect(second.take(1)).toBeInstanceOf(Promise);
  first.letGo();
});
