/**
 * Parquet files: columns, and their values as exact texts, row by row, with no more in memory than a page of each
 * column. Nothing that a file declares is trusted: counts, sizes and places are held against its bytes and against
 * limits before anything is decoded, every loop takes bytes or gives rows, and what does not fit is a FormatError. No
 * file is known that holds up whoever reads it; should there be one, a thread is what can be stopped (rows/reading).
 */
import { FormatError } from '../format-error.ts';
import { columnValues } from './column.ts';
import { isNumber } from './kind.ts';
import { layoutOf, type ParquetLimits } from './layout.ts';
import { memoryWithin } from './memory.ts';
import type { Value } from './texts.ts';

export interface ParquetTable {
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  /**
   * Functions that give the next value of each of these columns, from the first row to the last. A value is a text as
   * a CSV file would have it, null when it is missing, bytes when it is no text.
   * @throws FormatError, as do the functions, for what is damaged or beyond the limits
   */
  read(columns: readonly string[]): (() => Value)[];
}

/** @throws FormatError when it is no Parquet file, declares what cannot be, or has columns that are nested */
export function openParquet(file: Buffer, limits: ParquetLimits): ParquetTable {
  const { rows, columns, groups } = layoutOf(file, limits);
  const problems = columns.flatMap(({ name, kind }) =>
    'problem' in kind ? [`${name.slice(0, 60)} ${kind.problem}`] : [],
  );
  if (problems.length > 0)
    throw new FormatError(`columns that cannot be read: ${problems.slice(0, 20).join('; ')}`);
  return {
    rows,
    columns: columns.map(({ name, kind }) => ({ name, isNumber: !('problem' in kind) && isNumber(kind) })),
    read(names) {
      const memory = memoryWithin(limits);
      return names.map((name) => {
        const index = columns.findIndex((column) => column.name === name);
        const column = columns[index];
        if (!column || 'problem' in column.kind) throw new FormatError(`there is no column ${name}`);
        const chunks = groups.flatMap((group) => group[index] ?? []);
        return columnValues(file, { ...column, kind: column.kind, chunks }, memory, limits);
      });
    },
  };
}
