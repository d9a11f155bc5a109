/** Courses of a metric on one axis of steps. */
import type { MetricHistory } from '../../../../../shared/api/runs.ts';

export interface Aligned {
  /** Every step that one of them has, ascending. */
  readonly at: readonly number[];
  /** In the order of the courses; null where one has no value at a step. Of several at one step, the last. */
  readonly series: readonly (readonly (number | null)[])[];
}

export function alignedOf(histories: readonly Pick<MetricHistory, 'points'>[]): Aligned {
  const courses = histories.map(({ points }) => new Map(points.map(({ step, value }) => [step, value])));
  const at = [...new Set(courses.flatMap((course) => [...course.keys()]))].sort((a, b) => a - b);
  return { at, series: courses.map((course) => at.map((step) => course.get(step) ?? null)) };
}
