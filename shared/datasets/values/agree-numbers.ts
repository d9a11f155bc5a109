/** The style in which the numbers of a column are written. */
import type { ColumnDeclaration } from '../declaration.ts';
import type { Evidence, NumberForm } from './form.ts';

/** @returns undefined when no style is certain */
export function agreeOnNumbers(
  _: ColumnDeclaration,
  _values: Iterable<string>,
  _evidence: Evidence,
): NumberForm | undefined {
  return undefined;
}
