/** What is said of a file before the model is asked: its columns, how many rows, and what in them cannot be read. */
import type { FormField, PredictForm } from '../../../../../../shared/api/predicting.ts';
import { readRow, type Unreadable } from './read-row.ts';
import { type Slice, slicesOf, type TableFile } from './table.ts';

export interface UnreadableColumn {
  readonly field: FormField;
  readonly count: number;
  /** The first one, and its row, from 1. */
  readonly text: string;
  readonly message: string;
  readonly row: number;
}

export interface Look {
  readonly rows: number;
  /** Rows that can be answered. */
  readonly readable: number;
  /** Rows with more or fewer cells than the header. */
  readonly ragged: number;
  readonly unreadable: readonly UnreadableColumn[];
  /** Fields that the model takes and the file has not. */
  readonly missing: readonly FormField[];
}

export async function lookAt(
  table: TableFile,
  form: PredictForm,
  stop: AbortSignal,
  onRows: (rows: number) => void,
): Promise<Look> {
  const columns = new Map<string, UnreadableColumn>();
  let [rows, readable, ragged] = [0, 0, 0];
  for await (const slice of slicesOf(table, stop)) {
    for (const [row, found] of rowsIn(table, slice)) {
      if (found === undefined) readable += 1;
      else if (found.length === 0) ragged += 1;
      else for (const one of found) count(columns, one, row + 1);
    }
    rows += slice.records.length;
    onRows(rows);
    await breath();
  }
  return { rows, readable, ragged, unreadable: [...columns.values()], missing: missingIn(table, form) };
}

/** What else is to be done in the page is done between two slices. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Of each row what is unreadable in it, and undefined where nothing is. */
function* rowsIn(table: TableFile, { first, records }: Slice) {
  for (const [index, record] of records.entries()) {
    const read = readRow(table, record);
    yield [first + index, 'given' in read ? undefined : read.unreadable] as const;
  }
}

function count(
  columns: Map<string, UnreadableColumn>,
  { field, text, message }: Unreadable,
  row: number,
): void {
  const before = columns.get(field.name);
  columns.set(
    field.name,
    before ? { ...before, count: before.count + 1 } : { field, count: 1, text, message, row },
  );
}

function missingIn({ columns }: TableFile, { fields }: PredictForm): FormField[] {
  const there = new Set(columns.map(({ field }) => field?.name));
  return fields.filter(({ name, group }) => group !== 'unused' && !there.has(name));
}
