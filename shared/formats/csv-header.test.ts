import { describe, expect, it } from 'vitest';
import { csvHeader } from './csv-header.ts';
import { knownAmong } from './csv-objects.ts';

const headerOf = (text: string, isWhole = true) =>
  csvHeader(Buffer.from(text), isWhole, (names) => knownAmong(names, ['city', 'price', 'a;b']));

describe('the separator is the one with which names are known', () => {
  it.each([
    ['city,price\n', ',', ['city', 'price']],
    ['city;price\n', ';', ['city', 'price']],
    ['city\tprice\n', '\t', ['city', 'price']],
    ['city|"price"\r\n', '|', ['city', 'price']],
    ['a;b,price\n', ',', ['a;b', 'price']],
    ['"city";"price, in EUR"\n', ';', ['city', 'price, in EUR']],
    ['unknown;names', ',', ['unknown;names']],
  ])('%j', (text, separator, names) => {
    const { dialect, names: found } = headerOf(text);
    expect([dialect.separator, found]).toEqual([separator, names]);
  });
});

describe('the end of the header says how lines end', () => {
  it.each([
    ['city,price\n1', '\n', 11],
    ['city,price\r\n1', '\n', 12],
    ['city,price\r\r\n1', '\n', 11],
    ['city,price\r1,2\r', '\r', 11],
    ['city,"price\r"\n1,2\r', '\n', 14],
    ['\uFEFF\r\ncity,price\n', '\n', 16],
  ])('%j', (text, lineEnd, next) => {
    const { dialect, next: found } = headerOf(text);
    expect([dialect.lineEnd, found]).toEqual([lineEnd, next]);
  });
});

it('a file that is a header alone has one; one without an end in sight is refused', () => {
  expect(headerOf('city,price').names).toEqual(['city', 'price']);
  expect(() => headerOf('city,price', false)).toThrow('the header does not end within 10 bytes');
  expect(() => headerOf('"city,price\n1,2')).toThrow('is a quote left open');
  expect(() => headerOf('\n\n')).toThrow('empty');
});
