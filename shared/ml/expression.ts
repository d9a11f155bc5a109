/**
 * A formula over columns, as data: declared once by a data set, evaluated by `clean` on frames, by training on
 * tables and by the ONNX graph on requests. Arithmetic with a missing operand is missing; so is a division by 0.
 */
export type Expression =
  | { readonly op: 'column'; readonly name: string }
  | { readonly op: 'constant'; readonly value: number }
  | {
      readonly op: 'add' | 'subtract' | 'multiply' | 'divide';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** 1 where the text column has this value, else 0; a missing value gives 0. */
  | { readonly op: 'equals'; readonly column: string; readonly value: string }
  /** Years of 365.25 days from a date column to a day (days since 1970-01-01). */
  | { readonly op: 'yearsBefore'; readonly column: string; readonly day: number }
  /** The calendar's year, or month from 1 to 12, of a date column (UTC). */
  | { readonly op: 'year' | 'month'; readonly column: string }
  /** A code of at most seven digits as a number: codes near each other may mean places near each other. */
  | { readonly op: 'codeNumber'; readonly column: string }
  /** The value of a feature with one column that is declared earlier; in features alone. */
  | { readonly op: 'feature'; readonly name: string };

export const column = (name: string): Expression => ({ op: 'column', name });
export const constant = (value: number): Expression => ({ op: 'constant', value });
const binary =
  (op: 'add' | 'subtract' | 'multiply' | 'divide') =>
  (left: Expression | string | number, right: Expression | string | number): Expression => ({
    op,
    left: operand(left),
    right: operand(right),
  });
export const add = binary('add');
export const subtract = binary('subtract');
export const multiply = binary('multiply');
export const divide = binary('divide');
export const equals = (name: string, value: string): Expression => ({ op: 'equals', column: name, value });
export const yearsBefore = (name: string, day: number): Expression => ({
  op: 'yearsBefore',
  column: name,
  day,
});
export const year = (name: string): Expression => ({ op: 'year', column: name });
export const month = (name: string): Expression => ({ op: 'month', column: name });
export const codeNumber = (name: string): Expression => ({ op: 'codeNumber', column: name });
export const feature = (name: string): Expression => ({ op: 'feature', name });

/** Expressions of which the formula is made, itself the last. */
export function partsOf(expression: Expression): Expression[] {
  if (!('left' in expression)) return [expression];
  return [...partsOf(expression.left), ...partsOf(expression.right), expression];
}

/** A name stands for a column, a number for a constant. */
function operand(value: Expression | string | number): Expression {
  if (typeof value === 'string') return column(value);
  return typeof value === 'number' ? constant(value) : value;
}
