import { describe, expect, it } from 'vitest';
import { seeded } from '../../ml/random.ts';
import { canonicalText } from './text.ts';

describe('one text is one value', () => {
  const saoPaulo = 'S\u00e3o Paulo';
  it.each([
    ['composed', 'S\u00e3o Paulo'],
    ['decomposed', 'Sa\u0303o Paulo'],
    ['with a no-break blank', 'S\u00e3o\u00a0Paulo'],
    ['with a narrow no-break blank', 'S\u00e3o\u202fPaulo'],
    ['with an ideographic blank', 'S\u00e3o\u3000Paulo'],
    ['with two blanks', 'S\u00e3o  Paulo'],
    ['with a blank and a no-break one', 'S\u00e3o \u00a0Paulo'],
    ['with a tab', 'S\u00e3o\tPaulo'],
    ['on two lines', 'S\u00e3o\r\nPaulo'],
    ['with a zero-width blank', 'S\u00e3o\u200b Paulo'],
    ['with a byte order mark', '\ufeffS\u00e3o Paulo'],
    ['with a word joiner at its end', 'S\u00e3o Paulo\u2060'],
    ['with a soft hyphen', 'S\u00e3o Pau\u00adlo'],
    ['with direction marks', '\u200eS\u00e3o Paulo\u200f'],
    ['with blanks around it', ' S\u00e3o Paulo \u2003'],
  ])('%s', (_, text) => expect(canonicalText(text)).toBe(saoPaulo));
});

it.each([
  ['', ''],
  [' ', ''],
  ['\u200b\u00a0', ''],
  ['New York', 'New York'],
  ['a b c', 'a b c'],
  ['\u1112\u1161\u11ab', '\ud55c'],
  ['\u212b', '\u00c5'],
  ['\u{1f600}', '\u{1f600}'],
])('%j is %j', (text, expected) => expect(canonicalText(text)).toBe(expected));

it('what is canonical stays as it is, and is what Unicode composes', () => {
  const next = seeded(7);
  const pieces = [
    'a',
    'Z',
    '9',
    ' ',
    '\u00a0',
    '\u0301',
    '\u200b',
    'e',
    '\u00e9',
    '\u02ff',
    '\u0300',
    '\t',
    '\u3000',
    '\ud55c',
    '~',
  ];
  for (let i = 0; i < 5_000; i++) {
    const text = Array.from(
      { length: Math.floor(next() * 8) },
      () => pieces[Math.floor(next() * pieces.length)],
    ).join('');
    const canonical = canonicalText(text);
    expect(canonicalText(canonical)).toBe(canonical);
    expect(canonical).toBe(canonical.normalize('NFC'));
    expect(canonical).not.toMatch(/^\s|\s$|\s\s|[\u200b\u00a0\t\u3000]/);
    expect(canonical.normalize('NFD').replaceAll(' ', '')).toBe(
      text.normalize('NFD').replaceAll(/[\s\u200b]/g, ''),
    );
  }
});
