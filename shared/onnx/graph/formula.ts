/** Formulas as nodes: the same float32 operations in the same order as `evaluate` in shared/ml. */
import { daysPerYear } from '../../ml/evaluate.ts';
import type { Expression } from '../../ml/expression.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';

const operators = { add: 'Add', subtract: 'Sub', multiply: 'Mul', divide: 'Div' } as const;

/** The formula's value as [N,1] floats; a formula of constants alone is [1]. */
export function addFormula(graph: GraphBuilder, formula: Expression): string {
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
      default: {
        const left = addFormula(graph, formula.left);
        const right = addFormula(graph, formula.right);
        const divisor = formula.op === 'divide' ? addDivisor(graph, formula.right, right) : right;
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

/** NaN in place of 0, so that the quotient is missing; a constant needs no asking. */
function addDivisor(graph: GraphBuilder, formula: Expression, divisor: string): string {
  if (formula.op === 'constant' && Math.fround(formula.value) !== 0) return divisor;
  const isZero = graph.add('Equal', [divisor, graph.float(0)]);
  return graph.add('Where', [isZero, graph.float(Number.NaN), divisor]);
}
