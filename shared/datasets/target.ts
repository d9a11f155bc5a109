/** The target as models see it: the logarithm of a price, or the index of a class. */
import type { Task } from '../ml/features/target.ts';
import { numeric, type Table, text } from '../ml/table.ts';
import type { Dataset } from './declaration.ts';

export const taskOf = ({ target }: Dataset): Task =>
  target.task === 'regression' ? { task: 'regression' } : { task: 'classification', classes: target.classes };

/** @throws when a row has no target, or a class that the data set does not declare: `clean` lets no such row pass. */
export function targetInModelSpace({ target }: Dataset, table: Table): Float64Array {
  if (target.task === 'regression') {
    const values = numeric(table, target.column);
    const scaled = target.transform === 'log' ? values.map(Math.log) : values;
    if (!scaled.every(Number.isFinite))
      throw new Error(`${target.column} is missing or not positive in a clean row`);
    return scaled;
  }
  const index = new Map(target.classes.map((label, position) => [label, position]));
  return Float64Array.from(text(table, target.column), (label) => {
    const position = label === null ? undefined : index.get(label);
    if (position === undefined)
      throw new Error(`${target.column} is "${label}", expected ${target.classes.join(', ')}`);
    return position;
  });
}
