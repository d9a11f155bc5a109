/** How much each row counts in learning, as the data set declares it. */
import type { Table } from '../ml/table.ts';
import { meets } from './condition.ts';
import type { Dataset } from './declaration.ts';

/**
 * One weight for each row; undefined when the data set declares none.
 * @throws when the table lacks a column that a weight depends on
 */
export function weightsOf({ weights }: Pick<Dataset, 'weights'>, table: Table): Float64Array | undefined {
  if (!weights || weights.length === 0) return undefined;
  const tests = weights.map(({ when, counts }) => ({
    counts,
    conditions: when.map((condition) => {
      const column = table.columns[condition.column];
      if (!column) throw new Error(`weights depend on the column "${condition.column}", which is not there`);
      // Clean rows hold nothing invalid.
      return meets(condition, { column, invalid: undefined });
    }),
  }));
  return Float64Array.from({ length: table.rows }, (_, row) => {
    const first = tests.find(({ conditions }) => conditions.every((isMet) => isMet(row)));
    return first?.counts ?? 1;
  });
}
