/** How columns that could not be read plainly are written, where all values of a column agree on it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { agree } from '../../datasets/values/agree.ts';
import type { Evidence } from '../../datasets/values/form.ts';
import type { Reading } from '../reading/row-file.ts';
import type { Forms } from './process.ts';

/** Different texts of a column at most that are asked: some 30 MB. */
export const MOST_TEXTS = 500_000;
/** Characters of a text that are looked at: no number and no day is longer. */
export const TEXT_LENGTH = 64;

/**
 * @param names of columns; those that agree on nothing are left out
 * @param textsOf the different texts of a column that are not empty, within the two bounds
 * @param reading how the file was read, which is evidence too
 */
export async function agreedForms(
  dataset: Dataset,
  names: readonly string[],
  textsOf: (name: string) => Iterable<string> | Promise<Iterable<string>>,
  reading: Partial<Reading>,
): Promise<Forms> {
  const forms: Record<string, Forms[string]> = {};
  for (const name of names) {
    const declaration = dataset.columns[name];
    if (!declaration) continue;
    const form = agree(declaration, await textsOf(name), evidenceIn(reading));
    if (form) forms[name] = form;
  }
  return forms;
}

const evidenceIn = ({ format, separator }: Partial<Reading>): Evidence =>
  format === 'csv' ? { separator: separator ?? ',' } : {};
