import { expect, it } from 'vitest';
import { unlz4, unlz4Hadoop } from './lz4.ts';

// "abcabcabcabcXYZZY" by hand: three literals, nine bytes from three ago; the last five are literals.
const block = Buffer.from([0x35, 97, 98, 99, 3, 0, 0x50, 88, 89, 90, 90, 89]);
const text = 'abcabcabcabcXYZZY';

const framed = (bytes: Buffer, size: number): Buffer => {
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(size, 0);
  sizes.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([sizes, bytes]);
};

it('a block may run into itself', () => {
  expect(unlz4(block, text.length).toString()).toBe(text);
});

it('Hadoop puts sizes before each block', () => {
  const twice = Buffer.concat([framed(block, text.length), framed(block, text.length)]);
  expect(unlz4Hadoop(twice, 2 * text.length).toString()).toBe(text + text);
  expect(unlz4Hadoop(block, text.length).toString()).toBe(text);
});

it.each([
  ['sizes of nothing that go back', Buffer.from([0, 0, 0, 0, 255, 255, 255, 248, 0, 0]), 2],
  ['bytes that are not there', Buffer.from([0x10, 97, 9, 0]), 5],
  ['more than it says', block, 5],
])('%s are refused', (_, bytes, size) => {
  expect(() => unlz4Hadoop(bytes, size)).toThrow(/not a readable Parquet file/);
});
