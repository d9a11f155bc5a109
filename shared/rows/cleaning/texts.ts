/** Normalised values as text: for the hash that identifies a row, and for COPY. '' is missing. */

import { isoDay } from '../../datasets/day.ts';
import type { ColumnDeclaration } from '../../datasets/declaration.ts';
import type { NormalisedColumn } from '../../datasets/normalise.ts';
import { canonicalText } from '../../datasets/values/text.ts';
import type { Column } from '../../ml/table.ts';
import { escapeText } from './escape.ts';

/** Days come again and again, and writing one costs a microsecond. */
const days = new Map<number, string>();

function dayText(day: number): string {
  let text = days.get(day);
  if (text === undefined) {
    text = isoDay(day);
    days.set(day, text);
  }
  return text;
}

/** The text of a column's value in a row; unambiguous once several are joined by tabs. */
export function textOf({ type }: ColumnDeclaration, column: Column): (row: number) => string {
  if (column instanceof Float64Array) {
    const write = type === 'date' ? dayText : String;
    return (row) => {
      const value = column[row] as number;
      return Number.isNaN(value) ? '' : write(value);
    };
  }
  return (row) => {
    const value = column[row] as string | null;
    return value === null ? '' : escapeText(value);
  };
}

/**
 * As textOf(), for the identity: a value that cannot be read stands for itself, as it came, and is equal to none that
 * is missing. Nothing else begins with the end of a line.
 *
 * @param raw the column as it came
 */
export function identityTextOf(
  declaration: ColumnDeclaration,
  { column, invalid }: NormalisedColumn,
  raw: readonly string[],
): (row: number) => string {
  const text = textOf(declaration, column);
  if (!invalid) return text;
  return (row) => (invalid[row] ? `\n${escapeText(canonicalText(raw[row] ?? ''))}` : text(row));
}
