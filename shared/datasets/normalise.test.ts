import { describe, expect, it } from 'vitest';
import { seeded } from '../ml/random.ts';
import { isoDay } from './day.ts';
import type { ColumnDeclaration } from './declaration.ts';
import { normaliseColumn, normaliseValue } from './normalise.ts';
import { parseDay } from './values/day.ts';

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
    ['2022-3-1', '2022-03-01'],
    ['2022/03/22', '2022-03-22'],
    ['2022.3.22', '2022-03-22'],
    ['2022-03/22', 'invalid'],
    ['20220331', '2022-03-31'],
    ['20220231', 'invalid'],
    ['2022-03-31 00:00:00', '2022-03-31'],
    ['2022-03-31T23:59:59.999+02:00', '2022-03-31'],
    ['2022/3/31 9:05 PM', '2022-03-31'],
    ['22 Mar 2022', '2022-03-22'],
    ['22-Mar-2022', '2022-03-22'],
    ['Mar 22, 2022', '2022-03-22'],
    ['Tuesday, March 22nd 2022', '2022-03-22'],
    ['22 March 22', 'invalid'],
    ['Mar 2022', 'invalid'],
    ['31 Feb 2022', 'invalid'],
    ['44642', 'invalid'],
    ['22.03.2022', 'invalid'],
    ['true', 'invalid'],
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

describe('a file and a request that hold the same value agree', () => {
  const next = seeded(42);
  const oneOf = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const signs = "0,1,6,9,.,-,/,e,E,+,x,%,$,€,N,a,ü,?,(,),\u0301,\u200b,\u00a0,\t, ,'".split(',');
  const pieces = [
    ...signs,
    ',',
    '2022-03-31',
    '3/1/2022',
    '22 Mar 2022',
    '20220331',
    'nan',
    'true',
    'USD',
    '.000',
  ];
  const texts = Array.from({ length: 5_000 }, () =>
    Array.from({ length: Math.floor(next() * 6) }, () => oneOf(pieces)).join(''),
  );
  const declarations = [
    declare('number', { missing: ['?'] }),
    declare('number', { numbers: '1.234,5', unit: 'EUR' }),
    declare('number', { numbers: '1 234.5', unit: '%' }),
    declare('integer'),
    declare('date', { dates: 'month/day/year' }),
    declare('date', { dates: 'day.month.year' }),
    declare('code', { width: 5, case: 'upper' }),
    declare('text', { missing: ['?'], case: 'lower' }),
  ];
  const inFile = (declaration: ColumnDeclaration, column: readonly string[]): unknown[] => {
    const { column: values, invalid } = normaliseColumn(declaration, column);
    return column.map((_, row) => {
      if (invalid?.[row] === 1) return 'unreadable';
      return Number.isNaN(values[row]) ? null : values[row];
    });
  };
  const inRequest = (declaration: ColumnDeclaration, value: unknown): unknown => {
    const normal = normaliseValue(declaration, value);
    return 'problem' in normal ? 'unreadable' : normal.value;
  };

  it.each(declarations)('texts: %j', (declaration) => {
    expect(inFile(declaration, texts)).toEqual(texts.map((text) => inRequest(declaration, text)));
    // What a value means does not depend on those around it.
    const some = texts.slice(0, 500);
    expect(some.flatMap((text) => inFile(declaration, [text]))).toEqual(inFile(declaration, some));
  });

  it.each(declarations.filter(({ numbers }) => !numbers))('values of JSON: %j', (declaration) => {
    const values = [0, -3, 2.5, 1e5, 20220331, 44_642, 6016, 10n ** 20n, true, false, 0.1, -0.0001];
    // In a text of a file it may have been meant.
    if (declaration.type !== 'text') values.push(1e21);
    expect(inFile(declaration, values.map(String))).toEqual(
      values.map((value) => inRequest(declaration, value)),
    );
  });
});

describe('JSON values', () => {
  it('what cannot be meant is refused with what was expected', () => {
    expect(normaliseValue(declare('number'), [1])).toEqual({ problem: 'expected a number, got a list' });
    expect(normaliseValue(declare('number'), {})).toEqual({ problem: 'expected a number, got an object' });
    expect(normaliseValue(declare('text'), {})).toEqual({ problem: 'expected text, got an object' });
    expect(normaliseValue(declare('date'), true)).toEqual({
      problem: 'expected a day such as "2022-03-31", got true',
    });
    expect(normaliseValue(declare('integer'), 2.5)).toEqual({ problem: 'expected a whole number, got 2.5' });
    expect(normaliseValue(declare('number'), 'many')).toEqual({ problem: 'expected a number, got "many"' });
  });

  it('null and an absent field are missing', () => {
    expect(normaliseValue(declare('number'), null)).toEqual({ value: null });
    expect(normaliseValue(declare('text'), undefined)).toEqual({ value: null });
  });
});

describe('a way to write it', () => {
  it.each([
    ['number', '$250,000', 'expected a number, got "$250,000"; write 250000 or 250'],
    ['number', '1,555', 'expected a number, got "1,555"; write 1555 or 1.555'],
    ['number', '250.000,00', 'expected a number, got "250.000,00"; write 250000'],
    ['number', '12%', 'expected a number, got "12%"; write 0.12'],
    ['integer', '2.5', 'expected a whole number, got "2.5"'],
    ['integer', '(1,234)', 'expected a whole number, got "(1,234)"; write -1234'],
    ['date', '3/22/2022', 'expected a day such as "2022-03-31", got "3/22/2022"; write "2022-03-22"'],
    [
      'date',
      '3/4/2022',
      'expected a day such as "2022-03-31", got "3/4/2022"; write "2022-03-04" or "2022-04-03"',
    ],
    ['date', 44642, 'expected a day such as "2022-03-31", got the number 44642; write "2022-03-22"'],
    ['date', '3/22/22', 'expected a day such as "2022-03-31", got "3/22/22"'],
  ] as const)('%s %j: %s', (type, value, problem) =>
    expect(normaliseValue(declare(type), value)).toEqual({ problem }),
  );
});

describe('yes and no', () => {
  it.each(['true', 'TRUE', 'True', true])(
    '%j is 1 where numbers are, and itself where texts are',
    (value) => {
      expect(normaliseValue(declare('number'), value)).toEqual({ value: 1 });
      expect(normaliseValue(declare('integer'), value)).toEqual({ value: 1 });
      expect(normaliseValue(declare('text'), value)).toEqual({ value: String(value) });
    },
  );

  it('false is 0, other words are none', () => {
    expect(normaliseValue(declare('number'), false)).toEqual({ value: 0 });
    expect(one(declare('number'), 'yes')).toBe('invalid');
    expect(one(declare('number'), 'falsy')).toBe('invalid');
  });
});

describe('numbers that a double cannot hold', () => {
  it('are exact as codes and texts when they come as such', () => {
    for (const type of ['code', 'text'] as const) {
      expect(normaliseValue(declare(type), 9_007_199_254_740_993n)).toEqual({ value: '9007199254740993' });
      expect(normaliseValue(declare(type), '9007199254740993')).toEqual({ value: '9007199254740993' });
    }
    expect(normaliseValue(declare('integer'), 2n ** 60n)).toEqual({ value: 2 ** 60 });
  });

  it.each([1e21, 2 ** 53 + 2, 1e-7])('the double %d is refused as a code', (value) =>
    expect(normaliseValue(declare('code'), value)).toEqual({
      problem: `expected a code (text or number), got the number ${value}, which is not exact: send it as a text`,
    }),
  );

  it('a code that a spreadsheet has rounded is unreadable, and not missing', () => {
    const { column, invalid } = normaliseColumn(declare('code'), ['9.00720E+15', '4e+2', 'E10', '5E1', '']);
    expect(column).toEqual([null, null, 'E10', '5E1', null]);
    expect(Array.from(invalid ?? [])).toEqual([1, 1, 0, 0, 0]);
  });
});

it('a number that is declared to be missing is missing, however it comes', () => {
  const years = declare('number', { missing: ['-999'] });
  for (const value of [-999, '-999', ' -999\u00a0', -999n])
    expect(normaliseValue(years, value)).toEqual({ value: null });
});

describe('numbers in a declared style', () => {
  const euros = declare('number', { numbers: '1.234,5', unit: 'EUR' });
  it.each([
    ['1.234,5', 1234.5],
    ['1.234', 1234],
    ['0,5', 0.5],
    ['1234', 1234],
    ['€ 250.000,00', 250_000],
    ['250.000 EUR', 250_000],
    ['-1.234', -1234],
    ['1e5', 100_000],
    ['1,234.5', 'invalid'],
    ['1.5', 'invalid'],
    ['$5', 'invalid'],
    ['12 %', 'invalid'],
    ['', null],
    ['n/a', null],
  ])('%j is %j, in files and in requests', (text, expected) => {
    expect(one(euros, text)).toBe(expected);
    if (expected !== 'invalid') expect(normaliseValue(euros, text)).toEqual({ value: expected });
    else expect(normaliseValue(euros, text)).toHaveProperty('problem');
  });

  it('a number of JSON is the number that it is', () => {
    expect(normaliseValue(euros, 1.555)).toEqual({ value: 1.555 });
    expect(normaliseValue(declare('integer', { numbers: '1.234,5' }), 1.555)).toHaveProperty('problem');
  });

  it('percent is what a column of percentages counts in', () => {
    const share = declare('number', { numbers: '1,234.5', unit: '%' });
    expect(one(share, '12.5 %')).toBe(12.5);
    expect(one(share, '12.5')).toBe(12.5);
  });
});
