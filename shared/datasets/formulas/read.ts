/**
 * Formulas as people write them, read into expressions:
 *
 *   price / house_size                  + - * / and ( ), of columns and numbers
 *   `living space` * 2                  a name with other characters than letters, digits and _
 *   status = 'sold'                     1 where the column has this value, else 0
 *   year(built)  month(built)           of a day
 *   years_before(built, 19753)          years from the column's day to a day, in days since 1970-01-01
 *   years_before_load(built)            years to the day on which the batch came; alone, and in derived columns only
 *   code_number(zip_code)               a code as a number
 *   feature(city_rent)                  a feature that is declared earlier; in features only
 */
import type { Expression } from '../../ml/expression.ts';
import type { Derived } from '../declaration.ts';
import { didYouMean } from '../nearest.ts';
import { callOf, FUNCTIONS, isFunction } from './functions.ts';
import { FormulaError, type Token } from './tokens.ts';
import { Words } from './words.ts';

type Operator = 'add' | 'subtract' | 'multiply' | 'divide';
const SUMS: Readonly<Record<string, Operator>> = { '+': 'add', '-': 'subtract' };
const PRODUCTS: Readonly<Record<string, Operator>> = { '*': 'multiply', '/': 'divide' };

/** Brackets in brackets. */
const DEEPEST = 100;

/** @throws FormulaError with the place of the first fault */
export function readFormula(text: string): Derived['of'] {
  const words = new Words(text);
  const formula = loadYears(words) ?? sum(words, 0);
  const { kind, at } = words.next;
  if (kind !== 'end') throw new FormulaError(at, `expected + - * / or the end, got ${words.told}`);
  return formula;
}

/** It is no expression, but what `clean` makes one of. */
function loadYears(words: Words): Derived['of'] | undefined {
  const { is, kind, quoted } = words.next;
  if (is !== 'years_before_load' || kind !== 'name' || quoted || !words.follows('(')) return undefined;
  words.take();
  return { op: 'yearsBeforeLoad', column: words.inBrackets(() => words.name('a column')) };
}

const sum = (words: Words, depth: number): Expression =>
  chain(words, SUMS, () => chain(words, PRODUCTS, () => factor(words, depth)));

/** What stands to the left is worked out first. */
function chain(words: Words, signs: Readonly<Record<string, Operator>>, part: () => Expression): Expression {
  let left = part();
  for (let op = operator(words, signs); op; op = operator(words, signs)) left = { op, left, right: part() };
  return left;
}

function operator(words: Words, signs: Readonly<Record<string, Operator>>): Operator | undefined {
  const { kind, is } = words.next;
  const op = kind === 'sign' ? signs[is] : undefined;
  if (op) words.take();
  return op;
}

function factor(words: Words, depth: number): Expression {
  const { kind, at } = words.next;
  if (depth > DEEPEST) throw new FormulaError(at, `brackets go at most ${DEEPEST} deep`);
  if (kind === 'name') return named(words, words.take());
  if (words.is('(')) return words.inBrackets(() => sum(words, depth + 1));
  if (kind === 'number' || words.is('-')) return { op: 'constant', value: words.number() };
  throw new FormulaError(at, `expected a column, a number or "(", got ${words.told}`);
}

function named(words: Words, name: Token): Expression {
  if (words.is('(') && !name.quoted) return called(words, name);
  if (!words.is('=')) return { op: 'column', name: name.is };
  words.take();
  return { op: 'equals', column: name.is, value: words.text(`a value in quotes, as in ${name.is} = 'yes'`) };
}

function called(words: Words, { is, at }: Token): Expression {
  if (isFunction(is)) return words.inBrackets(() => callOf(is, words));
  if (is === 'years_before_load')
    throw new FormulaError(at, 'years_before_load stands alone, as no part of a formula');
  const all = [...FUNCTIONS, 'years_before_load'];
  throw new FormulaError(at, `there is no function "${is}", only ${all.join(', ')}${didYouMean(is, all)}`);
}
