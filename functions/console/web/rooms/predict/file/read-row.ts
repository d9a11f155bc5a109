/** A row of a file as the model is asked for it: read as the model reads it, so that what it would refuse is known before. */
import type { FormField } from '../../../../../../shared/api/predicting.ts';
import { normaliseValue } from '../../../../../../shared/datasets/normalise.ts';
import { outOfRange } from '../../../../../../shared/datasets/schema.ts';
import type { CsvRecord } from './csv-records.ts';
import type { TableFile } from './table.ts';

export type Given = Readonly<Record<string, string>>;

export interface Unreadable {
  readonly field: FormField;
  readonly text: string;
  /** What was expected. */
  readonly message: string;
}

export type ReadRow =
  | { readonly given: Given }
  /** None where it has not as many cells as there are columns. */
  | { readonly unreadable: readonly Unreadable[]; readonly cells: number };

export function readRow({ columns }: Pick<TableFile, 'columns'>, { cells }: CsvRecord): ReadRow {
  if (cells.length !== columns.length) return { unreadable: [], cells: cells.length };
  const given: Record<string, string> = {};
  const unreadable: Unreadable[] = [];
  for (const [index, { field }] of columns.entries()) {
    const text = cells[index] ?? '';
    if (!field || text === '') continue;
    const message = problemOf(field, text);
    if (message === undefined) given[field.name] = text;
    else unreadable.push({ field, text: text.slice(0, 100), message });
  }
  return unreadable.length > 0 ? { unreadable, cells: cells.length } : { given };
}

function problemOf(field: FormField, text: string): string | undefined {
  const declared = declarationOf(field);
  const read = normaliseValue(declared, text);
  return 'problem' in read ? read.problem : outOfRange(declared, read.value);
}

function declarationOf({ type, label, unit, range, written }: FormField) {
  return {
    type,
    label,
    ...(unit === null ? {} : { unit }),
    ...(range === null ? {} : { range }),
    ...written,
  };
}
