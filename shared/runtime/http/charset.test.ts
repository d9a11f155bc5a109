import { describe, expect, test } from 'vitest';
import { textOf, utf8Of } from './charset.ts';

const CITY = '{"city": "São Paulo, 5 €"}';
/** From the code pages of Microsoft and Unicode: ã is E3, € is 80 in windows-1252. */
const WESTERN = Buffer.from('7b2263697479223a202253e36f205061756c6f2c20352080227d', 'hex');
const wide = (text: string) => Buffer.from(text, 'utf16le');

describe('the text of a body', () => {
  test.each([
    ['UTF-8', Buffer.from(CITY), undefined],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${CITY}`), 'application/json'],
    ['what says that it is UTF-8', Buffer.from(CITY), 'application/json; charset="UTF-8"'],
    ['windows-1252', WESTERN, 'application/json; charset=windows-1252'],
    ['Latin 1', WESTERN, 'application/json;charset=ISO-8859-1'],
    ['UTF-16 with a byte order mark', wide(`\uFEFF${CITY}`), 'application/json; charset=utf-16'],
    ['UTF-16 with a mark and nothing said', wide(`\uFEFF${CITY}`), undefined],
    ['UTF-16 the other way round', wide(`\uFEFF${CITY}`).swap16(), 'text/plain; charset=utf-16'],
    ['UTF-16 without a mark', wide(CITY), 'application/json; charset=utf-16'],
    ['the other way round without one', wide(CITY).swap16(), 'application/json; charset=utf-16'],
    ['what says that it is ASCII, and is more', Buffer.from(CITY), 'application/json; charset=us-ascii'],
    ['UTF-16BE', wide(CITY).swap16(), 'application/json; charset=utf-16be'],
  ])('is read from %s', (_, body, type) => {
    expect(textOf(body, type)).toBe(CITY);
  });

  test.each([
    ['bytes that are not UTF-8', WESTERN, undefined, 400, 'not UTF-8'],
    ['half a character of UTF-16', wide('{"a": "\uD83D"}'), 'x/y; charset=utf-16le', 400, 'not utf-16le'],
    ['UTF-32', Buffer.from('fffe00007b000000', 'hex'), undefined, 400, 'UTF-32'],
    [
      'another charset',
      Buffer.from('{}'),
      'application/json; charset=utf-7',
      415,
      'charset "utf-7" is not read',
    ],
  ])('%s are refused', (_, body, type, status, message) => {
    expect(() => textOf(body, type)).toThrow(
      expect.objectContaining({ status, message: expect.stringContaining(message) }),
    );
  });

  test('bytes that are UTF-8 already are not copied', () => {
    const body = Buffer.from(CITY);
    expect(utf8Of(body, undefined)).toBe(body);
  });
});
