import { expect, test } from 'vitest';
import { keyPart } from './keys.ts';
import { addressOf, uriOf } from './objects.ts';

test.each([
  ['2024-05-01.csv_1', '2024-05-01.csv_1'],
  ['a:b', 'a=3Ab'],
  ['a=3Ab', 'a=3D3Ab'],
  ['a/b', 'a=2Fb'],
  // RFC 3629: ü is C3 BC, 北 is E5 8C 97, 𝄞 is F0 9D 84 9E.
  ['ü 北𝄞', '=C3=BC=20=E5=8C=97=F0=9D=84=9E'],
  ['.', '=2E'],
  ['..', '=2E.'],
  ['...', '...'],
  ['', '='],
])('%j becomes %s', (text, part) => {
  expect(keyPart(text)).toBe(part);
});

/** Reads it back: what can be read back is shared by no two. */
const textOf = (part: string): string =>
  Buffer.from(
    (part === '=' ? '' : part).replace(/=([0-9A-F]{2})|./gs, (whole, digits) => digits ?? hexOf(whole)),
    'hex',
  ).toString();
const hexOf = (character: string): string => Buffer.from(character).toString('hex');

test('the text can be read back from it, whatever the text is', () => {
  const letters = ['a', 'B', '7', '.', '-', '_', '=', ':', '/', '%', ' ', '\\', 'ü', '北', '𝄞', '\u0301'];
  for (let number = 0; number < letters.length ** 3; number++) {
    const text = [number, number / letters.length, number / letters.length ** 2]
      .map((digit) => letters[Math.floor(digit) % letters.length])
      .join('');
    expect(textOf(keyPart(text))).toBe(text);
  }
});

test('long texts are cut, and still differ', () => {
  const long = (middle: string): string => `${'a'.repeat(200)}${middle}${'b'.repeat(2000)}.csv.gz`;
  const parts = ['x', 'y', '北'.repeat(300)].map((middle) => keyPart(long(middle)));
  expect(new Set(parts).size).toBe(3);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(200);
    expect(part).toMatch(/\.csv\.gz$/);
    expect(addressOf(uriOf({ bucket: 'data-raw', key: `fruit/${part}` }))).toEqual({
      bucket: 'data-raw',
      key: `fruit/${part}`,
    });
  }
});
