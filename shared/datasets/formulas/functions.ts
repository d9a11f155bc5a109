/** What may be called in a formula, and what stands in its brackets. */
import type { Expression } from '../../ml/expression.ts';
import type { Words } from './words.ts';

export const FUNCTIONS = ['year', 'month', 'years_before', 'code_number', 'feature'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const isFunction = (name: string): name is FunctionName =>
  (FUNCTIONS as readonly string[]).includes(name);

/** Of what stands in the brackets. @throws FormulaError when it is something else */
export function callOf(name: FunctionName, words: Words): Expression {
  switch (name) {
    case 'year':
    case 'month':
      return { op: name, column: words.name('a column') };
    case 'code_number':
      return { op: 'codeNumber', column: words.name('a column') };
    case 'feature':
      return { op: 'feature', name: words.name('a feature') };
    case 'years_before': {
      const column = words.name('a column');
      words.sign(',');
      return { op: 'yearsBefore', column, day: words.number() };
    }
  }
}
