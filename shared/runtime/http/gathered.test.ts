import { expect, test } from 'vitest';
import { gathered } from './gathered.ts';

const bytes = (length: number, from = 0): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index + from) % 251));

test.each([
  ['none', []],
  ['one', [3]],
  ['small ones', [1, 1, 2, 4095, 1]],
  ['large ones', [5000, 4096, 70_000]],
  ['small ones between large ones', [1, 5000, 7, 7, 9000, 1]],
  ['more small ones than a block holds', Array.from({ length: 200 }, () => 1000)],
])('%s come out in their order, byte for byte', (_, lengths) => {
  const all = gathered();
  const pieces = lengths.map((length, index) => bytes(length, index * 7));
  for (const piece of pieces) all.add(piece);
  expect(all.whole().equals(Buffer.concat(pieces))).toBe(true);
});

test('one piece is not copied', () => {
  const [all, piece] = [gathered(), bytes(10)];
  all.add(piece);
  expect(all.whole()).toBe(piece);
});

test('a megabyte that comes a byte at a time is held in little more than a megabyte', () => {
  const all = gathered();
  const source = bytes(1 << 20);
  const before = process.memoryUsage();
  for (let at = 0; at < source.length; at++) all.add(source.subarray(at, at + 1));
  const after = process.memoryUsage();
  // Held one by one they are 1,048,576 objects. What is garbage by now may still be counted: of blocks it is not.
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1.2 * 2 ** 20);
  expect(all.whole().equals(source)).toBe(true);
});
