/** Formulas as nodes: the same float32 operations in the same order as `evaluate` in shared/ml. */
import { daysPerYear, mostCodeDigits } from '../../ml/evaluate.ts';
import type { Expression } from '../../ml/expression.ts';
import { elementTypes } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { addDatePart } from './date.ts';

const operators = { add: 'Add', subtract: 'Sub', multiply: 'Mul', divide: 'Div' } as const;

export interface FeatureOutput {
  readonly output: string;
  readonly mayBeZero: boolean;
}

/** Features that are there already, by name. */
export type Features = Pick<Map<string, FeatureOutput>, 'get'>;

/** The formula's value as [N,1] floats; a formula of constants alone is [1]. @throws when it names no feature */
export function addFormula(graph: GraphBuilder, formula: Expression, features: Features = new Map()): string {
  return graph.once(`formula ${JSON.stringify(formula)}`, () => {
    switch (formula.op) {
      case 'column':
        return formula.name;
      case 'constant':
        return graph.float(formula.value);
      case 'equals':
        return addEquals(graph, formula.column, formula.value);
      case 'yearsBefore': {
        const days = graph.add('Sub', [graph.float(formula.day), formula.column]);
        return graph.add('Div', [days, graph.float(daysPerYear)]);
      }
      case 'year':
      case 'month':
        return addDatePart(graph, formula.column, formula.op);
      case 'codeNumber':
        return addCodeNumber(graph, formula.column);
      case 'feature': {
        const known = features.get(formula.name);
        if (known === undefined)
          throw new Error(`no feature "${formula.name}" to compute with before this one`);
        return known.output;
      }
      default: {
        const left = addFormula(graph, formula.left, features);
        const right = addFormula(graph, formula.right, features);
        const divisor = formula.op === 'divide' ? addDivisor(graph, formula.right, right, features) : right;
        return graph.add(operators[formula.op], [left, divisor]);
      }
    }
  });
}

function addEquals(graph: GraphBuilder, column: string, value: string): string {
  const table = {
    keys_strings: { texts: [value] },
    values_floats: { floats: Float32Array.of(1) },
    default_float: { float: 0 },
  };
  return graph.add('LabelEncoder', [column], table, { domain: mlDomain });
}

/** NaN in place of 0, so that the quotient is missing; what is never 0 needs no asking. */
function addDivisor(graph: GraphBuilder, formula: Expression, divisor: string, features: Features): string {
  if (formula.op === 'constant' && Math.fround(formula.value) !== 0) return divisor;
  if (formula.op === 'feature' && features.get(formula.name)?.mayBeZero === false) return divisor;
  return graph.once(`divisor ${divisor}`, () => {
    const isZero = graph.add('Equal', [divisor, graph.float(0)]);
    return graph.add('Where', [isZero, graph.float(Number.NaN), divisor]);
  });
}

/** What is no number is none; so few digits are exact in a float. */
function addCodeNumber(graph: GraphBuilder, column: string): string {
  const isNumber = graph.add('RegexFullMatch', [column], { pattern: { text: `[0-9]{1,${mostCodeDigits}}` } });
  const digits = graph.add('Where', [isNumber, column, graph.text('0')]);
  const number = graph.add('Cast', [digits], { to: { integer: elementTypes.int64 } });
  const value = graph.add('Cast', [number], { to: { integer: elementTypes.float } });
  return graph.add('Where', [isNumber, value, graph.float(Number.NaN)]);
}
