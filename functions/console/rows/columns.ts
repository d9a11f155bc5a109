/** The columns of clean rows as they are in a Parquet file: each with its type there, and how Postgres is asked for it. */

import type { SchemaElement } from 'hyparquet';
import type { ColumnDeclaration, Dataset } from '../../../shared/datasets/declaration.ts';
import { quoted } from '../../../shared/store/tables.ts';

export interface FileColumn {
  readonly element: SchemaElement;
  /** An expression of SQL whose value `read` takes. */
  readonly selected: string;
  /** Of a value that is there. */
  readonly read: (value: unknown) => unknown;
}

const as = (name: string, element: Omit<SchemaElement, 'name'>, selected = quoted(name)): FileColumn => ({
  element: { name, repetition_type: 'OPTIONAL', ...element },
  selected,
  read: (value) => value,
});
const text = (name: string): FileColumn => as(name, { type: 'BYTE_ARRAY', converted_type: 'UTF8' });
const float = (name: string): FileColumn => as(name, { type: 'DOUBLE' });
const small = (name: string): FileColumn => as(name, { type: 'INT32' });
/** Whole numbers are kept as doubles, in which they are whole. */
const whole = (name: string): FileColumn => ({
  ...as(name, { type: 'INT64' }),
  read: (value) => BigInt(value as number),
});
const day = (name: string): FileColumn =>
  as(name, { type: 'INT32', converted_type: 'DATE' }, `${quoted(name)} - date '1970-01-01'`);
const moment = (name: string): FileColumn => ({
  ...as(
    name,
    { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } },
    `(extract(epoch from ${quoted(name)}) * 1000000)::bigint`,
  ),
  read: (value) => BigInt(value as string),
});

const BY_TYPE: Record<ColumnDeclaration['type'], (name: string) => FileColumn> = {
  number: float,
  integer: whole,
  date: day,
  code: text,
  text,
};

/** Where a row is from, when it was cleaned, and which part of every split it belongs to, 0..99. */
const OWN = [text('batch'), small('row_number'), text('origin'), moment('processed_date'), small('bucket')];

/** All that can be asked for, in the order of a file: what is declared, what is derived, what the platform adds. */
export function columnsOf({ columns, derived }: Dataset): Map<string, FileColumn> {
  const declared = Object.entries(columns).map(([name, { type }]) => BY_TYPE[type](name));
  const all = [...declared, ...Object.keys(derived).map(float), ...OWN];
  return new Map(all.map((column) => [column.element.name, column]));
}
