/** Writing a frame: which candidates are new, clean rows, rejected rows. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Column } from '../../shared/ml/table.ts';
import { byteTable } from '../../shared/rows/cleaning/byte-table.ts';
import { escapeText } from '../../shared/rows/cleaning/escape.ts';
import { type Frame, type FrameColumn, textAt } from '../../shared/rows/cleaning/frame.ts';
import { bucketFor, hexOf } from '../../shared/rows/cleaning/identity.ts';
import type { Candidates, Processed } from '../../shared/rows/cleaning/process.ts';
import type { ReadColumn } from '../../shared/rows/cleaning/read-column.ts';
import { type BinaryRows, binaryRows } from '../../shared/store/binary-rows.ts';
import { copyIn, sendCopy } from '../../shared/store/copy.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { quoted } from '../../shared/store/tables.ts';

export interface Batch {
  readonly id: string;
  readonly origin: string;
}

/** Rows that are to be stored: their positions in the frame, and their identities. */
export interface Fresh {
  readonly rows: readonly number[];
  readonly identities: readonly string[];
}

/** Whether the table has any: of a first batch no row has to be looked up. */
export async function hasRows(sql: Transaction, dataset: Dataset): Promise<boolean> {
  const found = await sql`select from ${sql(`${dataset.name}.clean_data`)} limit 1`;
  return found.count > 0;
}

/** Candidates that the table does not have yet; nobody else adds rows meanwhile (the lock of the data set). */
export async function newOnes(
  sql: Transaction,
  dataset: Dataset,
  { rows, identities }: Candidates,
): Promise<Fresh> {
  if (rows.length === 0) return { rows: [], identities: [] };
  // `offset 0` keeps the look-ups single ones in the index: the planner, which has no statistics of rows that this
  // transaction has just added, would read the whole table for each frame.
  const known = await sql<{ position: number }[]>`
    select asked.position::int as position
    from unnest(${`{${identities.map(hexOf).join(',')}}`}::text::uuid[]) with ordinality as asked (identity, position)
    cross join lateral (
      select 1 from ${sql(`${dataset.name}.clean_data`)} as there where there.identity = asked.identity offset 0
    ) as found`;
  const before = new Set(known.map((row) => row.position - 1));
  const isNew = (_: unknown, index: number): boolean => !before.has(index);
  return { rows: rows.filter(isNew), identities: identities.filter(isNew) };
}

/** Bytes that a row needs, about. */
const ROW_BYTES = 400;

/** New rows as COPY takes them. @param derived values of the derived columns, in the order of `rows` */
export function cleanTuples(
  dataset: Dataset,
  batch: Batch,
  frame: Frame,
  { columns, read }: Processed,
  { rows, identities }: Fresh,
  derived: Readonly<Record<string, Float64Array>>,
): Buffer {
  const tuples = binaryRows(rows.length * ROW_BYTES);
  const group = dataset.group.map((name) => read[name] as ReadColumn);
  const own = Object.entries(dataset.columns).map(([name, { type }]) =>
    writerOf(tuples, columns[name] as Column, read[name] as ReadColumn, type === 'date'),
  );
  const further = Object.values(derived);
  const told = byteTable();
  told.addText(batch.id);
  told.addText(batch.origin);
  rows.forEach((row, index) => {
    const identity = identities[index] as string;
    tuples.row(OWN.length + own.length + further.length);
    tuples.piece(told, 0);
    tuples.piece(told, 1);
    tuples.integer(frame.rowNumbers[row] as number);
    tuples.uuid(identity);
    tuples.short(
      bucketFor(
        group.map(({ codes, texts }) => texts[codes[row] as number] as string),
        identity,
      ),
    );
    for (const write of own) write(row);
    for (const values of further) tuples.float(values[index] as number);
  });
  return tuples.end();
}

function writerOf(
  tuples: BinaryRows,
  column: Column,
  { codes, values }: ReadColumn,
  isDate: boolean,
): (row: number) => void {
  if (!(column instanceof Float64Array)) return (row) => tuples.piece(values, codes[row] as number);
  return isDate ? (row) => tuples.day(column[row] as number) : (row) => tuples.float(column[row] as number);
}

const OWN = ['batch', 'origin', 'row_number', 'identity', 'bucket'];

/** Sends clean rows to the table; they are there when `finished`. */
export function storeClean(
  sql: Transaction,
  dataset: Dataset,
  tuples: Buffer,
): Promise<{ readonly finished: Promise<void> }> {
  const columns = [...OWN, ...Object.keys(dataset.columns), ...Object.keys(dataset.derived)];
  return sendCopy(sql, copyStatement(dataset, 'clean_data', columns, 'format binary'), [tuples]);
}

/** Clean rows of a batch leave the table; its raw and rejected rows stay. */
export async function removeClean(sql: Transaction, dataset: Dataset, batch: string): Promise<number> {
  return (await sql`delete from ${sql(`${dataset.name}.clean_data`)} where batch = ${batch}`).count;
}

/** Rejected rows keep their text, as it came, beside the reason. */
export async function storeRejected(
  sql: Transaction,
  dataset: Dataset,
  batch: Batch,
  frame: Frame,
  { judgement: { verdict, reasons } }: Processed,
): Promise<void> {
  const names = Object.keys(dataset.columns);
  let lines = '';
  for (let row = 0; row < verdict.length; row++) {
    const reason = reasons[verdict[row] as number];
    if (!reason) continue;
    const raw = frame.malformed[row]
      ? { text: frame.malformed[row] }
      : Object.fromEntries(
          names.map((name, column) => [name, textAt(frame.columns[column] as FrameColumn, row) || null]),
        );
    lines += `${escapeText(batch.id)}\t${frame.rowNumbers[row]}\t${reason}\t${escapeText(JSON.stringify(raw))}\n`;
  }
  if (lines === '') return;
  await copyIn(
    sql,
    copyStatement(dataset, 'rejected', ['batch', 'row_number', 'reason', 'raw'], "format text, null ''"),
    [lines],
  );
}

function copyStatement(dataset: Dataset, table: string, columns: readonly string[], format: string): string {
  return `copy ${quoted(dataset.name)}.${table} (${columns.map(quoted).join(', ')}) from stdin (${format})`;
}
