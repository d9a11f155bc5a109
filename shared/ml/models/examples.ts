/** Refuses examples that no family could learn from. */
import type { Matrix } from '../table.ts';
import type { Examples, Task } from './family.ts';

/** Categories that a column may have: each has a bin, in a byte, beside the one for what is missing. */
const MOST_CATEGORIES = 254;

/** @throws Error that says what is wrong with which row or column */
export function checkExamples({ x, y, weight }: Examples, { task, classes }: Task): void {
  if (x.rows === 0) throw new Error('no rows to learn from: a fit needs at least one');
  if (x.names.length === 0) throw new Error('no features to learn from: a fit needs at least one');
  if (y.length !== x.rows || x.data.length !== x.rows * x.names.length) {
    throw new Error(
      `${x.rows} rows x ${x.names.length} features, but ${x.data.length} values and ${y.length} targets`,
    );
  }
  if (weight && (weight.length !== x.rows || !weight.every((value) => value > 0 && value < Infinity))) {
    throw new Error(`weights must be one for each of the ${x.rows} rows, each finite and above 0`);
  }
  const wrong = y.findIndex((value) => !isTarget(value, task, classes));
  if (wrong >= 0) {
    const expected =
      task === 'regression' ? 'a finite number that float32 holds' : `a class from 0 to ${classes - 1}`;
    throw new Error(`target of row ${wrong} is ${y[wrong]}: expected ${expected}`);
  }
  checkCategories(x);
  checkMonotone(x, { task, classes });
}

function isTarget(value: number, task: Task['task'], classes: number): boolean {
  if (task === 'regression') return Number.isFinite(Math.fround(value));
  return Number.isInteger(value) && value >= 0 && value < classes;
}

function checkCategories({ names, categories, data }: Matrix): void {
  if (!categories) return;
  if (categories.length !== names.length)
    throw new Error(
      `${categories.length} numbers of categories for ${names.length} features: expected one each`,
    );
  categories.forEach((count, feature) => {
    if (count === 0) return;
    if (!(Number.isInteger(count) && count > 0 && count <= MOST_CATEGORIES)) {
      throw new Error(
        `feature "${names[feature]}" has ${count} categories: expected at most ${MOST_CATEGORIES}, merge the rare ones`,
      );
    }
    for (let at = feature; at < data.length; at += names.length) {
      const code = data[at] as number;
      if (Number.isNaN(code) || (Number.isInteger(code) && code >= 0 && code < count)) continue;
      const row = (at - feature) / names.length;
      throw new Error(
        `feature "${names[feature]}" of row ${row} is ${code}: expected a category from 0 to ${count - 1}, or NaN`,
      );
    }
  });
}

function checkMonotone({ names, categories, monotone }: Matrix, { task, classes }: Task): void {
  if (!monotone?.some((direction) => direction !== 0)) return;
  if (monotone.length !== names.length)
    throw new Error(`${monotone.length} directions for ${names.length} features: expected one each`);
  if (task === 'classification' && classes > 2)
    throw new Error(
      `features with a direction need a number or two classes as target, not ${classes} classes`,
    );
  const wrong = monotone.findIndex(
    (direction, feature) => direction !== 0 && (categories?.[feature] ?? 0) > 0,
  );
  if (wrong >= 0)
    throw new Error(`feature "${names[wrong]}" has categories: these have no order to be monotone in`);
}
