import { describe, expect, it } from 'vitest';
import { seeded } from '../ml/random.ts';
import { isoDay, parseDay } from './day.ts';
import type { ColumnDeclaration } from './declaration.ts';
import { normaliseColumn, normaliseValue } from './normalise.ts';

const declare = (
  type: ColumnDeclaration['type'],
  rest: Partial<ColumnDeclaration> = {},
): ColumnDeclaration => ({
  type,
  label: 'x',
  ...rest,
});
const one = (declaration: ColumnDeclaration, text: string | null): unknown => {
  const { column, invalid } = normaliseColumn(declaration, [text]);
  if (invalid?.[0]) return 'invalid';
  const value = column[0];
  return value === null || Number.isNaN(value) ? null : value;
};

describe('numbers', () => {
  it.each([
    ['3', 3],
    [' 3.50 ', 3.5],
    ['-2e3', -2000],
    ['', null],
    ['   ', null],
    ['NaN', null],
    ['null', null],
    ['0x10', 'invalid'],
    ['Infinity', 'invalid'],
    ['12 rooms', 'invalid'],
    ["1'; drop table x", 'invalid'],
    ['<b>3</b>', 'invalid'],
  ])('%j is %j', (text, expected) => expect(one(declare('number'), text)).toBe(expected));

  it('a whole number may come as a float, but not with a fraction', () => {
    expect(one(declare('integer'), '3.0')).toBe(3);
    expect(one(declare('integer'), '3.5')).toBe('invalid');
  });

  it('a declared spelling of missing is missing, not invalid', () => {
    expect(one(declare('number', { missing: ['?'] }), '?')).toBe(null);
    expect(one(declare('number'), '?')).toBe('invalid');
  });
});

describe('codes', () => {
  const zip = declare('code', { width: 5 });
  it.each([
    ['6016.0', '06016'],
    ['6016', '06016'],
    ['06016', '06016'],
    ['10022.00', '10022'],
    ['V1A', 'V1A'],
    ['nan', null],
    [null, null],
  ])('the zip code %j is %j', (text, expected) => expect(one(zip, text)).toBe(expected));

  it('numbers, floats and texts mean the same code', () => {
    for (const value of [6016, 6016.0, '6016', '6016.0', ' 06016 ']) {
      expect(normaliseValue(zip, value)).toEqual({ value: '06016' });
    }
  });

  it('a code with a real fraction keeps it', () => {
    expect(one(declare('code'), '250.83')).toBe('250.83');
    expect(one(declare('code'), '250.10')).toBe('250.10');
  });
});

describe('texts', () => {
  it('are trimmed and put into the declared case', () => {
    expect(one(declare('text', { case: 'lower' }), ' For_Sale ')).toBe('for_sale');
    expect(one(declare('text', { case: 'upper' }), 'v45')).toBe('V45');
  });

  it('the word None is a value of a text column', () => {
    expect(one(declare('text', { missing: ['?'] }), 'None')).toBe('None');
    expect(one(declare('text', { missing: ['?'] }), '?')).toBe(null);
  });

  it('HTML and SQL stay as they are', () => {
    const text = `<script>alert("x")</script>'; drop table realtor.raw_data; --`;
    expect(one(declare('text'), text)).toBe(text);
  });
});

describe('dates', () => {
  it('every day from 1900 to 2100 is the day that Date says', () => {
    for (let day = -25_567; day < 47_482; day += 1) expect(parseDay(isoDay(day))).toBe(day);
  });

  it.each([
    ['2022-03-31T12:30:00Z', '2022-03-31'],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', 'invalid'],
    ['1900-02-29', 'invalid'],
    ['2022-13-01', 'invalid'],
    ['2022-00-10', 'invalid'],
    ['0001-01-01', 'invalid'],
    ['9999-12-31', 'invalid'],
    ['2022-3-1', 'invalid'],
    ['20220331', 'invalid'],
    ['yesterday', 'invalid'],
    ['2022-03-31x', 'invalid'],
  ])('%s is %s', (text, expected) => {
    const day = one(declare('date'), text);
    expect(typeof day === 'number' ? isoDay(day) : day).toBe(expected);
  });

  it('the declared other order is understood, and only that', () => {
    const us = declare('date', { dates: 'month/day/year' });
    expect(one(us, '7/25/2018')).toBe(parseDay('2018-07-25'));
    expect(one(us, '07/05/2018')).toBe(parseDay('2018-07-05'));
    expect(one(us, '25/7/2018')).toBe('invalid');
    expect(one(us, '7/25/18')).toBe('invalid');
    expect(one(us, '//2018')).toBe('invalid');
    expect(one(declare('date'), '7/25/2018')).toBe('invalid');
  });
});

it('a column and single values are normalised alike, whatever the text', () => {
  const next = seeded(42);
  const alphabet = [
    '0',
    '1',
    '6',
    '9',
    '.',
    '-',
    '/',
    'e',
    'x',
    ' ',
    '?',
    'N',
    'a',
    'ü',
    ' ',
    '2022-03-31',
    '3/1/2022',
    'nan',
    '\t',
  ];
  const texts = Array.from({ length: 5_000 }, () =>
    Array.from({ length: Math.floor(next() * 6) }, () => alphabet[Math.floor(next() * alphabet.length)]).join(
      '',
    ),
  );
  const declarations = [
    declare('number', { missing: ['?'] }),
    declare('integer'),
    declare('date', { dates: 'month/day/year' }),
    declare('date', { dates: 'day.month.year' }),
    declare('code', { width: 5, case: 'upper' }),
    declare('text', { missing: ['?'], case: 'lower' }),
  ];
  for (const declaration of declarations) {
    const { column, invalid } = normaliseColumn(declaration, texts);
    texts.forEach((text, row) => {
      const single = normaliseValue(declaration, text);
      const cell = column[row] as number | string | null;
      if ('problem' in single) expect([text, invalid?.[row]]).toEqual([text, 1]);
      else {
        expect([text, invalid?.[row] ?? 0]).toEqual([text, 0]);
        expect(single.value).toBe(Number.isNaN(cell) ? null : cell);
      }
    });
  }
});

describe('JSON values', () => {
  it('what cannot be meant is refused with what was expected', () => {
    expect(normaliseValue(declare('number'), true)).toEqual({ problem: 'expected a number, got a boolean' });
    expect(normaliseValue(declare('number'), [1])).toEqual({ problem: 'expected a number, got a list' });
    expect(normaliseValue(declare('number'), {})).toEqual({ problem: 'expected a number, got an object' });
    expect(normaliseValue(declare('text'), 5)).toEqual({ problem: 'expected text, got the number 5' });
    expect(normaliseValue(declare('integer'), 2.5)).toEqual({ problem: 'expected a whole number, got 2.5' });
    expect(normaliseValue(declare('number'), 'many')).toEqual({ problem: 'expected a number, got "many"' });
  });

  it('null and an absent field are missing', () => {
    expect(normaliseValue(declare('number'), null)).toEqual({ value: null });
    expect(normaliseValue(declare('text'), undefined)).toEqual({ value: null });
  });
});
