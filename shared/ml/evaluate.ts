/**
 * Formulas over tables. Every step is rounded to float32, as the ONNX graph computes in float32: the same
 * operations in the same order give the same bits there and here.
 */
import { dateParts } from './calendar.ts';
import type { Expression } from './expression.ts';
import { numeric, type Table, text } from './table.ts';

type Binary = Extract<Expression, { left: Expression }>['op'];

/** Days in the year of `yearsBefore`. */
export const daysPerYear = 365.25;

/** Most digits of a code as a number: float32 holds no more of them. */
export const mostCodeDigits = 7;

/** Values of a feature that has been computed before. */
export type Features = (name: string) => Float64Array;

const noFeatures: Features = (name) => {
  throw new Error(`no feature "${name}" to compute with: formulas outside of features have columns alone`);
};

/**
 * The formula's value for each row of the table; NaN where an operand is missing or a divisor is 0.
 * @param features of the same rows, for formulas that name one
 * @throws when the table lacks a column that the formula names, or has it in the other type
 */
export function evaluate(expression: Expression, table: Table, features = noFeatures): Float64Array {
  switch (expression.op) {
    case 'column':
      return numeric(table, expression.name).map(Math.fround);
    case 'constant':
      return new Float64Array(table.rows).fill(Math.fround(expression.value));
    case 'equals':
      return equalTo(text(table, expression.column), expression.value);
    case 'yearsBefore':
      return yearsBetween(numeric(table, expression.column), expression.day);
    case 'year':
    case 'month':
      return numeric(table, expression.column).map((day) => dateParts(day)[expression.op]);
    case 'codeNumber':
      return numbersOf(text(table, expression.column));
    case 'feature':
      return features(expression.name);
    default: {
      const left = evaluate(expression.left, table, features);
      return combine(expression.op, left, evaluate(expression.right, table, features));
    }
  }
}

function equalTo(column: readonly (string | null)[], value: string): Float64Array {
  return Float64Array.from(column, (cell) => (cell === value ? 1 : 0));
}

function yearsBetween(dates: Float64Array, day: number): Float64Array {
  const end = Math.fround(day);
  return dates.map((date) => Math.fround(Math.fround(end - Math.fround(date)) / daysPerYear));
}

function numbersOf(codes: readonly (string | null)[]): Float64Array {
  const isNumber = new RegExp(`^[0-9]{1,${mostCodeDigits}}$`);
  return Float64Array.from(codes, (code) => (code && isNumber.test(code) ? Number(code) : Number.NaN));
}

function combine(op: Binary, left: Float64Array, right: Float64Array): Float64Array {
  switch (op) {
    case 'add':
      return left.map((value, row) => Math.fround(value + (right[row] as number)));
    case 'subtract':
      return left.map((value, row) => Math.fround(value - (right[row] as number)));
    case 'multiply':
      return left.map((value, row) => Math.fround(value * (right[row] as number)));
    case 'divide':
      return left.map((value, row) => quotient(value, right[row] as number));
  }
}

function quotient(dividend: number, divisor: number): number {
  return divisor === 0 ? Number.NaN : Math.fround(dividend / divisor);
}
