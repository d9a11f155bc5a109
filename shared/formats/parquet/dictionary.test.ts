import { expect, it } from 'vitest';
import { dictionaryOf } from './dictionary.ts';
import { type Kind, Type } from './kind.ts';

const text: Kind = { type: Type.bytes, length: 0, meaning: { is: 'text' } };
const whole: Kind = { type: Type.int32, length: 0, meaning: { is: 'plain' } };

function texts(count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, i) => {
      const bytes = Buffer.from(`${'ü'.repeat(i % 3)}${i}`);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return Buffer.concat([length, bytes]);
    }),
  );
}

it.each([3, 20_000])('of %i entries, each is found', (count) => {
  const words = dictionaryOf(texts(count), count, text);
  for (const i of [2, 0, count - 1, 1]) expect(words(i)).toBe(`${'ü'.repeat(i % 3)}${i}`);
  const numbers = dictionaryOf(
    Buffer.from(Int32Array.from({ length: count }, (_, i) => -i).buffer),
    count,
    whole,
  );
  for (const i of [2, count - 1, 1]) expect(numbers(i)).toBe(String(-i));
});

it.each([3, 20_000])('of %i entries, there is none beyond, nor fewer than declared', (count) => {
  expect(() => dictionaryOf(texts(count), count, text)(count)).toThrow(
    `entry ${count} of a dictionary of ${count}`,
  );
  expect(() => dictionaryOf(texts(count - 1), count, text)).toThrow(/ends in the middle/);
});
