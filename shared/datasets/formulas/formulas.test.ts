import { describe, expect, it } from 'vitest';
import {
  add,
  codeNumber,
  column,
  constant,
  divide,
  type Expression,
  equals,
  feature,
  month,
  multiply,
  subtract,
  year,
  yearsBefore,
} from '../../ml/expression.ts';
import { seeded } from '../../ml/random.ts';
import type { Dataset, Derived } from '../declaration.ts';
import { diabetes } from '../diabetes/index.ts';
import { realtor } from '../realtor/index.ts';
import { printFormula } from './print.ts';
import { readFormula } from './read.ts';

describe('a written formula', () => {
  it.each<[string, Derived['of']]>([
    ['price / house_size', divide('price', 'house_size')],
    ['a + b * c', add('a', multiply('b', 'c'))],
    ['a - b - c', subtract(subtract('a', 'b'), 'c')],
    ['a - (b - c)', subtract('a', subtract('b', 'c'))],
    ['a / b / c', divide(divide('a', 'b'), 'c')],
    ['(a + b) * -2.5e-9', multiply(add('a', 'b'), -2.5e-9)],
    ['a - -3', subtract('a', -3)],
    ["status = 'sold'", equals('status', 'sold')],
    ["owner = 'O''Brien'", equals('owner', "O'Brien")],
    ["(status = 'sold') * price", multiply(equals('status', 'sold'), 'price')],
    ['`living space` * 2', multiply('living space', 2)],
    ['größe / 2', divide('größe', 2)],
    ['year(built) - month(built)', subtract(year('built'), month('built'))],
    ['years_before(built, 19753)', yearsBefore('built', 19753)],
    ['years_before_load(built)', { op: 'yearsBeforeLoad', column: 'built' }],
    ['code_number(zip)', codeNumber('zip')],
    ['size / feature(city_size)', divide('size', feature('city_size'))],
    ['year', column('year')],
  ])('%s is read, and printed back', (text, expression) => {
    expect(readFormula(text)).toEqual(expression);
    expect(printFormula(expression)).toBe(text);
  });

  it('blanks, more brackets and other quotes are taken', () => {
    expect(readFormula('  ((a)+ (status="so""ld") )\n')).toEqual(add('a', equals('status', 'so"ld')));
  });

  it.each([
    ['', 'at character 1: expected a column, a number or "(", got the end'],
    ['price / ', 'at character 8: expected a column, a number or "(", got the end'],
    ['price house', 'at character 7: expected + - * / or the end, got "house"'],
    ['price % 2', 'at character 7: "%" means nothing here'],
    ["status = 'sold", "at character 10: the ' is never closed"],
    ['status = sold', 'at character 10: expected a value in quotes, as in status = \'yes\', got "sold"'],
    ['(a + b', 'at character 7: expected ")", got the end'],
    ['-a', 'at character 2: expected a number, got "a"'],
    [
      'yaer(built)',
      'at character 1: there is no function "yaer", only year, month, years_before, code_number, feature, years_before_load; did you mean "year"?',
    ],
    ['years_before(built)', 'at character 19: expected ",", got ")"'],
    [
      '1 + years_before_load(built)',
      'at character 5: years_before_load stands alone, as no part of a formula',
    ],
    ['1e999', 'at character 1: 1e999 is more than a number can be'],
    [`${'('.repeat(200)}a`, 'at character 102: brackets go at most 100 deep'],
    ['a + '.repeat(501), 'at character 2001: a formula has at most 2000 characters'],
  ])('%s is refused, with the place', (text, message) => {
    expect(() => readFormula(text)).toThrow(expect.objectContaining({ name: 'FormulaError', message }));
  });
});

const formulasOf = ({ derived, features }: Dataset): Derived['of'][] => [
  ...Object.values(derived).map(({ of }) => of),
  ...features.flatMap((one) => (one.kind === 'formula' ? [one.of] : [])),
];

it.each([realtor, diabetes])('all formulas of $name are read back as they were', (dataset) => {
  const all = formulasOf(dataset);
  expect(all.length).toBeGreaterThan(5);
  expect(all.map((of) => readFormula(printFormula(of)))).toEqual(all);
});

it('any expression is read back as it was', () => {
  const random = seeded('formulas', 1);
  const pick = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];
  const name = (): string =>
    pick(['a', 'living space', 'year', 'a`b', "it's", 'ä_1', '1st', 'years_before_load']);
  const number = (): number => pick([0, -0, 1, -1.5, 1e21, 5e-324, Number.MAX_VALUE, random() * 100]);
  const leaf = (): Expression =>
    pick<() => Expression>([
      () => column(name()),
      () => constant(number()),
      () => equals(name(), pick(["'", '"', 'x', ' ', '(`'])),
      () => yearsBefore(name(), number()),
      () => year(name()),
      () => month(name()),
      () => codeNumber(name()),
      () => feature(name()),
    ])();
  const tree = (depth: number): Expression =>
    depth === 0 || random() < 0.2
      ? leaf()
      : pick([add, subtract, multiply, divide])(tree(depth - 1), tree(depth - 1));
  const all = Array.from({ length: 500 }, () => tree(4));
  expect(all.map((of) => readFormula(printFormula(of)))).toEqual(all);
});
