/** Refuses examples that no family could learn from. */
import type { Examples, Task } from './family.ts';

/** @throws Error that says what is wrong with which row */
export function checkExamples({ x, y, weight }: Examples, { task, classes }: Task): void {
  if (x.rows === 0) throw new Error('no rows to learn from: a fit needs at least one');
  if (x.names.length === 0) throw new Error('no features to learn from: a fit needs at least one');
  if (y.length !== x.rows || x.data.length !== x.rows * x.names.length) {
    throw new Error(
      `${x.rows} rows x ${x.names.length} features, but ${x.data.length} values and ${y.length} targets`,
    );
  }
  if (weight && (weight.length !== x.rows || weight.some((value) => !(value > 0)))) {
    throw new Error(`weights must be one for each of the ${x.rows} rows, each above 0`);
  }
  const wrong = y.findIndex((value) => !isTarget(value, task, classes));
  if (wrong >= 0) {
    const expected = task === 'regression' ? 'a finite number' : `a class from 0 to ${classes - 1}`;
    throw new Error(`target of row ${wrong} is ${y[wrong]}: expected ${expected}`);
  }
}

function isTarget(value: number, task: Task['task'], classes: number): boolean {
  if (task === 'regression') return Number.isFinite(value);
  return Number.isInteger(value) && value >= 0 && value < classes;
}
