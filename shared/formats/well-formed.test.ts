import { expect, test } from 'vitest';
import { isWellFormed, wellFormed, wellFormedIn } from './well-formed.ts';

/** As String.prototype.toWellFormed has it (ECMAScript 2024), and NUL beside. */
const mended: readonly (readonly [string, string])[] = [
  ['a\ud800b', 'a\ufffdb'],
  ['\udc00\ud800', '\ufffd\ufffd'],
  ['\ud83d', '\ufffd'],
  ['a\u0000b', 'a\ufffdb'],
];
const whole = ['', 'Zürich', '🌊', '\ud83c\udf0a', 'back\\slash \\u0000 \\ud800', '\t\n\u0001'];

test.each(mended)('%j is mended', (text, expected) => {
  expect(isWellFormed(text)).toBe(false);
  expect(wellFormed(text)).toBe(expected);
  const value = { a: [text, 1, null], [text]: { '\\': `\\${text}`, b: true } };
  expect(wellFormedIn(value)).toEqual({
    a: [expected, 1, null],
    [expected]: { '\\': `\\${expected}`, b: true },
  });
});

test.each(whole)('%j stays as it is', (text) => {
  expect(isWellFormed(text)).toBe(true);
  expect(wellFormed(text)).toBe(text);
  const value = { a: [text], [text]: text };
  expect(wellFormedIn(value)).toBe(value);
});

test('what JSON leaves out is left', () => {
  expect(wellFormedIn(undefined)).toBe(undefined);
});
