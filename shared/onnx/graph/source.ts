/** What is computed from one column alone, as nodes. */
import { daysPerYear, mostCodeDigits } from '../../ml/evaluate.ts';
import type { Expression } from '../../ml/expression.ts';
import { elementTypes } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';
import { addDatePart } from './date.ts';

export type Equals = Extract<Expression, { op: 'equals' }>;
/** Of one input column; texts are compared by looking them up. */
export type Source = Exclude<Extract<Expression, { column: string } | { op: 'column' }>, Equals>;

/** [N,1] floats */
export function addSource(graph: GraphBuilder, source: Source): string {
  switch (source.op) {
    case 'column':
      return source.name;
    case 'yearsBefore': {
      const days = graph.add('Sub', [graph.float(source.day), source.column]);
      return graph.add('Div', [days, graph.float(daysPerYear)]);
    }
    case 'year':
    case 'month':
      return addDatePart(graph, source.column, source.op);
    case 'codeNumber':
      return addCodeNumber(graph, source.column);
  }
}

/** What is no number is none; so few digits are exact in a float. */
function addCodeNumber(graph: GraphBuilder, column: string): string {
  const isNumber = graph.add('RegexFullMatch', [column], { pattern: { text: `[0-9]{1,${mostCodeDigits}}` } });
  const digits = graph.add('Where', [isNumber, column, graph.text('NaN')]);
  return graph.add('Cast', [digits], { to: { integer: elementTypes.float } });
}
