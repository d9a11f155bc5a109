/** The target as encodings see it: one column of numbers, or an indicator for each class but the last. */
import type { Targets } from './means.ts';

export type Task =
  | { readonly task: 'regression' }
  | { readonly task: 'classification'; readonly classes: readonly string[] };

/**
 * @param target regression: the value in model space; classification: the index of the class; one for each row
 */
export function targetsOf(target: ArrayLike<number>, task: Task): Targets {
  if (task.task === 'regression') return { width: 1, values: Float64Array.from(target) };
  const width = task.classes.length - 1;
  const values = new Float64Array(target.length * width);
  for (let row = 0; row < target.length; row++) {
    const known = target[row] as number;
    if (known < width) values[row * width + known] = 1;
  }
  return { width, values };
}

/** Names of a target mean's features. */
export function namesOfMeans(name: string, task: Task): string[] {
  return task.task === 'regression' ? [name] : task.classes.slice(0, -1).map((label) => `${name}:${label}`);
}
