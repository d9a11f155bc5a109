/** Normalised values as text: for the hash that identifies a row, and for COPY. '' is missing. */

import { isoDay } from '../../datasets/day.ts';
import type { ColumnDeclaration } from '../../datasets/declaration.ts';
import { canonicalText } from '../../datasets/values/text.ts';
import type { Column } from '../../ml/table.ts';
import { escapeText } from './escape.ts';

/** The texts of values; unambiguous once several are joined by tabs. */
export function textsOf({ type }: ColumnDeclaration, column: Column): readonly string[] {
  const texts = new Array<string>(column.length);
  if (column instanceof Float64Array) {
    const write = type === 'date' ? isoDay : String;
    for (let row = 0; row < column.length; row++) {
      const value = column[row] as number;
      texts[row] = Number.isNaN(value) ? '' : write(value);
    }
  } else {
    for (let row = 0; row < column.length; row++) {
      const value = column[row];
      texts[row] = value ? escapeText(value) : '';
    }
  }
  return texts;
}

/**
 * The texts by which rows are told apart, each with a tab behind it: a value that cannot be read stands for itself, as
 * it came, and is equal to none that is missing. Nothing else begins with the end of a line.
 *
 * @param texts of the column, as textsOf() gives them
 * @param raw the column as it came
 */
export function identityTexts(
  texts: readonly string[],
  invalid: Uint8Array | undefined,
  raw: readonly string[],
): readonly string[] {
  const partOf = (text: string, row: number): string =>
    invalid?.[row] ? `\n${escapeText(canonicalText(raw[row] ?? ''))}` : text;
  return texts.map((text, row) => `${partOf(text, row)}\t`);
}
