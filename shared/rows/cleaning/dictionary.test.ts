/** The number of a text leads back to it, and texts that come again have the number that they had. */
import { expect, it } from 'vitest';
import { dictionary } from './dictionary.ts';

function coder() {
  const { codeOf, texts, isFull } = dictionary();
  const code = (text: string): number => {
    const bytes = Buffer.from(`?${text}`);
    return codeOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 1, bytes.length);
  };
  return { code, texts, isFull };
}

it('texts come out as they went in', () => {
  const { code, texts } = coder();
  const some = ['Ohio', '', 'São Paulo', 'Ohi', 'Ohio', 'x'.repeat(3000), '', '\u{1F3E0}'];
  expect(some.map((text) => texts[code(text)])).toEqual(some);
  expect(texts).toHaveLength(6);
});

it('is right about more texts than it finds again', () => {
  const { code, texts, isFull } = coder();
  const numbers = Array.from({ length: 120_000 }, (_, i) => String((i * 7919) % 60_000));
  expect(numbers.every((text) => texts[code(text)] === text)).toBe(true);
  expect(isFull()).toBe(true);
});

it('long texts fill it, too', () => {
  const { code, isFull } = coder();
  code('a');
  expect(isFull()).toBe(false);
  code('b'.repeat(2 ** 20));
  expect(isFull()).toBe(true);
});
