/** JSON and Parquet rows as input of COPY: every value as text, as a CSV file would have it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import type { Batch } from './batch.ts';
import type { Limits } from './limits.ts';
import { copyStatement, rawRows } from './raw-rows.ts';
import type { Rows } from './rows.ts';

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
 * A row may leave columns out: they are missing. The chunks throw PermanentError when a row has a field that the
 * data set does not have.
 */
export function objectRows(
  elements: AsyncIterable<readonly Element[]> | Iterable<readonly Element[]>,
  dataset: Dataset,
  batch: Batch,
  limits: Limits,
): Rows {
  const columns = Object.keys(dataset.columns);
  const rows = rawRows(batch, columns.length, limits);
  const known = new Set(columns);
  const add = (element: Element): void => {
    const text = MALFORMED in element ? (element[MALFORMED] as string) : undefined;
    const record = text === undefined ? recordOf(element as Record<string, unknown>) : undefined;
    const bytes = Buffer.from(record ?? text ?? JSON.stringify(element));
    if (bytes.length > limits.record)
      throw new PermanentError(`row ${rows.count() + 1} is longer than ${limits.record} bytes`);
    if (record === undefined) rows.malformed(bytes, 0, bytes.length);
    else rows.record(bytes, 0, bytes.length);
  };
  /** As CSV; undefined when a text cannot be stored. */
  const recordOf = (element: Record<string, unknown>): string | undefined => {
    for (const name of Object.keys(element))
      if (!known.has(name))
        throw new PermanentError(
          `row ${rows.count() + 1} has the field ${JSON.stringify(name.slice(0, 60))}, which ${dataset.name} has not; expected ${columns.join(', ')}`,
        );
    const record = columns
      .map((name) => csvValue(Object.hasOwn(element, name) ? element[name] : null))
      .join(',');
    return record.includes('\0') ? undefined : record;
  };
  return {
    statement: copyStatement(dataset, columns),
    count: rows.count,
    async *chunks() {
      for await (const some of elements) {
        for (const element of some) add(element);
        const taken = rows.take();
        if (taken) yield taken;
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
