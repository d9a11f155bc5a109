/** The order in which the days of a column are written. */
import type { ColumnDeclaration } from '../declaration.ts';
import type { DayForm } from './form.ts';

/** @returns undefined when no order is certain */
export function agreeOnDays(_: ColumnDeclaration, _values: Iterable<string>): DayForm | undefined {
  return undefined;
}
