/** JSON and Parquet rows as records of CSV: every value as text, as a CSV file would have it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { asInTexts } from '../../datasets/values/number.ts';
import { FormatError } from '../../formats/index.ts';
import type { Limits } from './limits.ts';
import type { Format, RowFile, RowSink } from './row-file.ts';

/** One element of a file: a row, or what came in its place (kept as text). */
export type Element = Readonly<Record<string, unknown>> | { readonly [MALFORMED]: string };
export const MALFORMED = Symbol('malformed');

/** A parsed JSON value as an element. */
export function elementOf(value: unknown): Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Element)
    : { [MALFORMED]: JSON.stringify(value) };
}

/**
 * A row may leave columns out: they are missing. Feeding throws FormatError when a row has a field that the
 * data set does not have.
 */
export function objectRows(
  elements: AsyncIterable<readonly Element[]> | Iterable<readonly Element[]>,
  dataset: Dataset,
  limits: Limits,
  format: Format,
): RowFile {
  const columns = Object.keys(dataset.columns);
  const declarations = Object.entries(dataset.columns);
  let row = 0;
  const known = new Set(columns);
  const add = (element: Element, sink: RowSink): void => {
    row += 1;
    const text = MALFORMED in element ? (element[MALFORMED] as string) : undefined;
    const record = text === undefined ? recordOf(element as Record<string, unknown>) : undefined;
    const bytes = Buffer.from(record ?? text ?? JSON.stringify(element));
    if (bytes.length > limits.record)
      throw new FormatError(`row ${row} is longer than ${limits.record} bytes`);
    if (record === undefined) sink.malformed(bytes, 0, bytes.length);
    else sink.record(bytes, 0, bytes.length);
  };
  /** As CSV; undefined when a text cannot be stored. */
  const recordOf = (element: Record<string, unknown>): string | undefined => {
    for (const name of Object.keys(element))
      if (!known.has(name))
        throw new FormatError(
          `row ${row} has the field ${JSON.stringify(name.slice(0, 60))}, which ${dataset.name} has not; expected ${columns.join(', ')}`,
        );
    const record = declarations
      .map(([name, column]) =>
        csvValue(Object.hasOwn(element, name) ? asInTexts(column, element[name]) : null),
      )
      .join(',');
    return record.includes('\0') ? undefined : record;
  };
  return {
    reading: { format },
    columns,
    async *feed(sink) {
      for await (const some of elements) {
        for (const element of some) add(element, sink);
        yield;
      }
    },
  };
}

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Date
        ? isoOf(value)
        : JSON.stringify(value, bigAsText);
  return `"${text.replaceAll('"', '""')}"`;
}

/** A day when it is one. */
function isoOf(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'invalid date';
  const iso = date.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
}

const bigAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
