import { describe, expect, it } from 'vitest';
import { seeded } from '../../ml/random.ts';
import { isoDay } from '../day.ts';
import type { ColumnDeclaration } from '../declaration.ts';
import { normaliseColumn } from '../normalise.ts';
import { agree } from './agree.ts';
import { DAY_ORDERS, type Evidence, type Form, formText, NUMBER_STYLES, type NumberStyle } from './form.ts';

const declare = (
  type: ColumnDeclaration['type'],
  rest: Partial<ColumnDeclaration> = {},
): ColumnDeclaration => ({ type, label: 'x', ...rest });

/** What a column becomes once its batch has agreed; '?' for what stays unreadable. */
function read(
  declaration: ColumnDeclaration,
  values: readonly string[],
  separator?: Evidence['separator'],
): { form: string | undefined; values: unknown[] } {
  const form = agree(declaration, values, separator ? { separator } : {});
  const { column, invalid } = normaliseColumn(declaration, values, form);
  return {
    form: form && formText(form),
    values: Array.from(column as Float64Array, (value, row) =>
      invalid?.[row] ? '?' : declaration.type === 'date' ? isoDay(value) : value,
    ),
  };
}

describe('numbers as people write them', () => {
  it.each<[string[], Evidence['separator'], string | undefined, unknown[]]>([
    // Only one style can read them.
    [['1,234,567', '12'], undefined, '1,234.5', [1_234_567, 12]],
    [['1,555.5', '1,555'], undefined, '1,234.5', [1555.5, 1555]],
    [['250.000,00', '1.234'], undefined, '1.234,5', [250_000, 1234]],
    [['1.234.567'], undefined, '1.234,5', [1_234_567]],
    [['0,5', '12,25', '1,555'], undefined, '1234,5', [0.5, 12.25, 1.555]],
    [['0,123'], undefined, '1234,5', [0.123]],
    [['1 555', '900'], undefined, '1 234.5', [1555, 900]],
    [['1\u202f555,5', '1\u00a0234\u00a0567'], undefined, '1 234,5', [1555.5, 1_234_567]],
    [["1'555.50", '1’234’567'], undefined, "1'234.5", [1555.5, 1_234_567]],
    [['1,555', '2.5'], undefined, '1,234.5', [1555, 2.5]],
    [['1,5e3', '2'], undefined, '1234,5', [1500, 2]],
    // What the file says.
    [['1,555', '2,300'], ',', '1,234.5', [1555, 2300]],
    [['1,555', '2,300'], ';', '1234,5', [1.555, 2.3]],
    // Values say more than the file.
    [['0,5', '1,555'], ',', '1234,5', [0.5, 1.555]],
    [['1,555', '1,234,567'], ';', '1,234.5', [1555, 1_234_567]],
    // Nobody can know.
    [['1,555', '2,300'], undefined, undefined, ['?', '?']],
    [['1,555', '2,300'], '\t', undefined, ['?', '?']],
    [['$1.555'], undefined, undefined, ['?']],
    [['$1.555'], ';', undefined, ['?']],
    [['0,5', '1,234.5'], undefined, undefined, ['?', '?']],
    [['1,23,4'], undefined, undefined, ['?']],
    // Below 0.
    [['(1,234.50)', '5'], undefined, '1,234.5', [-1234.5, 5]],
    [['\u2212' + '3', '-4', '+3', '1e5'], undefined, '1234.5', [-3, -4, 3, 100_000]],
    [['$ (1,234.50)', '$ 5'], undefined, '$1,234.5', [-1234.5, 5]],
    [['(-3)', '-(3)', '--3', '- -3', '12(3)'], undefined, undefined, ['?', '?', '?', '?', '?']],
    // With a sign or code.
    [['$250,000', '$1,200,000.50'], undefined, '$1,234.5', [250_000, 1_200_000.5]],
    [['-$5', '$-5', '($5)', '5'], undefined, '$1234.5', [-5, -5, -5, 5]],
    [['250.000,00 €', '1,5 €'], undefined, '€1.234,5', [250_000, 1.5]],
    [['USD 250,000.5', '1,200 USD'], undefined, 'USD 1,234.5', [250_000.5, 1200]],
    [['$5', '€5'], undefined, undefined, ['?', '?']],
    [['$ 5 USD'], undefined, undefined, ['?']],
    // Of a hundred.
    [['12%', '12.3 %', '-5%'], undefined, '1234.5%', [0.12, 0.123, -0.05]],
    [['12,5%'], undefined, '1234,5%', [0.125]],
    [['12%', '0.5'], undefined, undefined, ['?', 0.5]],
    // Words have no vote, and stay unreadable.
    [['1,234,567', 'call us', '12'], undefined, '1,234.5', [1_234_567, '?', 12]],
    [['12 rooms', '3'], undefined, undefined, ['?', 3]],
    [['1,234,567', 'n/a', ''], undefined, '1,234.5', [1_234_567, Number.NaN, Number.NaN]],
    [['0x10', 'Infinity'], undefined, undefined, ['?', '?']],
  ])('%j in a file with %j: %s', (values, separator, form, expected) =>
    expect(read(declare('number'), values, separator)).toEqual({ form, values: expected }),
  );

  it('whole numbers have no decimals', () => {
    expect(read(declare('integer'), ['1,555', '2,000'])).toEqual({ form: '1,234.5', values: [1555, 2000] });
    expect(read(declare('integer'), ['1.555', '2.000', '3'])).toEqual({
      form: '1.234,5',
      values: [1555, 2000, 3],
    });
    expect(read(declare('integer'), ['2,000'])).toEqual({ form: '1,234.5', values: [2000] });
    expect(read(declare('integer'), ['3,0', '4,0'])).toEqual({ form: '1234,5', values: [3, 4] });
    // The file says that a comma is for decimals, the column that there are none.
    expect(read(declare('integer'), ['2,000'], ';')).toEqual({ form: undefined, values: ['?'] });
  });

  it('an amount is in the unit of its column', () => {
    expect(read(declare('number', { unit: 'USD' }), ['$1,555.5']).values).toEqual([1555.5]);
    expect(read(declare('number', { unit: 'USD/sqft' }), ['$1,555.5']).values).toEqual([1555.5]);
    expect(read(declare('number', { unit: 'EUR' }), ['$1,555.5']).values).toEqual(['?']);
    expect(read(declare('number', { unit: 'acres' }), ['$1,555.5']).values).toEqual(['?']);
  });

  it('a column of percentages counts in them', () => {
    expect(read(declare('number', { unit: '%' }), ['12%', '0.5']).values).toEqual([12, 0.5]);
  });

  it('a slip says nothing of a hundred numbers that are read without it', () => {
    const plain = Array.from({ length: 100 }, (_, i) => `1.${234 + i}`);
    expect(read(declare('number'), [...plain, '1,5']).values).toEqual([...plain.map(Number), '?']);
  });

  it('thousands of thousands are no slip, however few they are', () => {
    const prices = Array.from({ length: 100 }, (_, i) => `${250 + i}.000`);
    expect(read(declare('number'), [...prices, '1.250.000']).values).toEqual([
      ...prices.map((price) => Number.parseInt(price, 10) * 1000),
      1_250_000,
    ]);
  });

  it('values that are missing in this column have no vote', () => {
    expect(read(declare('number', { missing: ['-9,9'] }), ['-9,9', '1,234.5']).values).toEqual([
      Number.NaN,
      1234.5,
    ]);
  });

  it('another style than the declared one is read when it is certain', () => {
    const german = declare('number', { numbers: '1.234,5' });
    expect(read(german, ['1.234', '99,5'])).toEqual({ form: undefined, values: [1234, 99.5] });
    expect(read(german, ['1234.5', '99.25'])).toEqual({ form: '1234.5', values: [1234.5, 99.25] });
  });
});

describe('days as people write them', () => {
  it.each<[string[], string | undefined, unknown[]]>([
    [['3/22/2022', '3/4/2022'], 'month/day/year', ['2022-03-22', '2022-03-04']],
    [['22/3/2022', '03/04/2022'], 'day/month/year', ['2022-03-22', '2022-04-03']],
    [['3/4/2022', '5/6/2022'], undefined, ['?', '?']],
    [['3/3/2022'], 'month/day/year', ['2022-03-03']],
    [['3/22/2022', '22/3/2022'], undefined, ['?', '?']],
    [['3.4.2022', '22.03.2022'], 'day.month.year', ['2022-04-03', '2022-03-22']],
    [['03-22-2022', '03-04-2022'], 'month-day-year', ['2022-03-22', '2022-03-04']],
    [['22-03-2022'], 'day-month-year', ['2022-03-22']],
    [['3/22/2022 0:00', '12/31/2022 11:59 PM'], 'month/day/year', ['2022-03-22', '2022-12-31']],
    // What is certain by itself agrees with any order.
    [['2022-03-22', '3/22/2022', '22 Mar 2022', '20220322'], 'month/day/year', Array(4).fill('2022-03-22')],
    [['3/22/2022', '22.3.2022'], undefined, ['?', '?']],
    [['3/22/22', '3/23/22'], undefined, ['?', '?']],
    [['3/22/2022', 'soon', '31/31/2022'], 'month/day/year', ['2022-03-22', '?', '?']],
    // Serial numbers of Excel: 44642 is 2022-03-22, 25569 is 1970-01-01.
    [['44642', '25569', '44642.75'], 'Excel serial', ['2022-03-22', '1970-01-01', '2022-03-22']],
    [['44642', '2022'], undefined, ['?', '?']],
    [['44642', '99999'], undefined, ['?', '?']],
    [['44642', '2022-03-22'], undefined, ['?', '2022-03-22']],
    [['2015', '2016'], undefined, ['?', '?']],
    [['44642', 'soon'], undefined, ['?', '?']],
  ])('%j: %s', (values, form, expected) =>
    expect(read(declare('date'), values)).toEqual({ form, values: expected }),
  );

  it('a declared order gives way to one that all values of a batch have, not to a slip', () => {
    const us = declare('date', { dates: 'month/day/year' });
    expect(read(us, ['22/3/2022', '3/4/2022']).values).toEqual(['2022-03-22', '2022-04-03']);
    const days = Array.from({ length: 12 }, (_, i) => `3/${i + 1}/2022`);
    const many = [2019, 2020, 2021, 2022].flatMap((year) =>
      days.map((day) => day.replace('2022', `${year}`)),
    );
    expect(read(us, [...many, '13/4/2022']).values).toEqual([
      ...many.map((day) => read(us, [day]).values[0]),
      '?',
    ]);
  });
});

it('a form is what it was after it has been stored', () => {
  const price = declare('number', { unit: 'EUR' });
  const form = agree(price, ['250.000,00 €']);
  expect(form).toBeDefined();
  expect(normaliseColumn(price, ['1.250 €'], JSON.parse(JSON.stringify(form)) as Form).column).toEqual(
    Float64Array.of(1250),
  );
});

it('texts and codes have no form', () => {
  expect(agree(declare('text'), ['1,5'])).toBeUndefined();
  expect(agree(declare('code'), ['1,5'])).toBeUndefined();
});

describe('what is agreed on is what was meant', () => {
  const next = seeded(11);
  const oneOf = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const COMPANY = [
    ['', ''],
    ['', ''],
    ['$', ''],
    ['USD ', ''],
    ['', ' USD'],
  ] as const;
  /** Numbers of some magnitude with some decimals, as a program writes them in one style. */
  const column = (style: NumberStyle, [before, after]: readonly [string, string]) => {
    const size = 10 ** (1 + Math.floor(next() * 6));
    const decimals = Math.floor(next() * 4);
    const values = Array.from({ length: 1 + Math.floor(next() * 12) }, () =>
      Number(((next() - 0.3) * size).toFixed(decimals)),
    );
    return { values, texts: values.map((value) => before + written(value, decimals, style) + after) };
  };
  const written = (value: number, decimals: number, style: NumberStyle): string => {
    const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
    const sign = style.length === 7 ? (style[1] as string) : '';
    const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, sign);
    return `${value < 0 ? '-' : ''}${grouped}${fraction ? `${style.at(-2)}${fraction}` : ''}`;
  };

  it.each(NUMBER_STYLES)('numbers written as %s', (style) => {
    const separators =
      style.at(-2) === ',' ? ([';', '\t', undefined] as const) : ([',', '|', undefined] as const);
    let agreed = 0;
    for (let i = 0; i < 400; i++) {
      const { values, texts } = column(style, oneOf(COMPANY));
      const separator = oneOf(separators);
      const form = agree(declare('number', { unit: 'USD' }), texts, separator ? { separator } : {});
      if (!form) continue;
      agreed += 1;
      const { column: found, invalid } = normaliseColumn(declare('number'), texts, form);
      expect([texts, separator, Array.from(found as Float64Array), invalid]).toEqual([
        texts,
        separator,
        values.map((value) => value || 0),
        undefined,
      ]);
    }
    expect(agreed).toBeGreaterThan(100);
  });

  it.each(DAY_ORDERS)('days written as %s', (order) => {
    const separator = order[order.startsWith('month') ? 5 : 3] as string;
    let agreed = 0;
    for (let i = 0; i < 400; i++) {
      const days = Array.from(
        { length: 1 + Math.floor(next() * 6) },
        () => Math.floor(next() * 40_000) - 10_000,
      );
      const texts = days.map((day) => {
        const [year, month, ofMonth] = isoDay(day).split('-').map(Number);
        return (order.startsWith('month') ? [month, ofMonth, year] : [ofMonth, month, year]).join(separator);
      });
      const form = agree(declare('date'), texts);
      if (!form) continue;
      agreed += 1;
      expect([texts, normaliseColumn(declare('date'), texts, form).column]).toEqual([
        texts,
        Float64Array.from(days),
      ]);
    }
    expect(agreed).toBeGreaterThan(200);
  });
});
