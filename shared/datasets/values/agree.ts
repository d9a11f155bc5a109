/** What the values of one column of a batch agree on: one form that reads all of them, and no other than that. */
import type { ColumnDeclaration } from '../declaration.ts';
import { agreeOnDays } from './agree-days.ts';
import { agreeOnNumbers } from './agree-numbers.ts';
import type { Evidence, Form } from './form.ts';

/**
 * The form in which all present values of a column are written, when that is certain. Values that no form can read
 * ("call us") have no vote: they stay unreadable.
 * @param values all raw texts of the column, those that are read without a form among them
 * @returns undefined when no form is certain, or none reads more than is read without one
 */
export function agree(
  declaration: ColumnDeclaration,
  values: Iterable<string>,
  evidence: Evidence = {},
): Form | undefined {
  if (declaration.type === 'date') return agreeOnDays(declaration, values);
  if (declaration.type === 'number' || declaration.type === 'integer')
    return agreeOnNumbers(declaration, values, evidence);
  // Any text is text.
  return undefined;
}
