/** From a table to its profile. */
import { numericProfile } from './numeric-profile.ts';
import type { ColumnKind, ColumnProfile, Columns, Profile } from './profile.ts';
import { textProfile } from './text-profile.ts';

/** Rows that a profile of a batch is made of: beyond, the statistics change no more. */
export const PROFILE_ROWS = 50_000;

/**
 * The profile of the named columns. A numeric column looked at as text is counted value by value.
 *
 * @param kinds which columns, and how to look at them
 * @param reference the profile that this one will be compared with, if known: keeps the counts of its values
 * @throws Error when a column is absent, or text is to be looked at as numbers
 */
export function profileOf(
  table: Columns,
  kinds: Readonly<Record<string, ColumnKind>>,
  reference?: Profile,
): Profile {
  const columns: Record<string, ColumnProfile> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const values = table.columns[name];
    if (!values)
      throw new Error(`no column "${name}" to profile: the table has ${Object.keys(table.columns)}`);
    columns[name] = kind === 'numeric' ? numericOf(name, values) : textOf(values, reference?.columns[name]);
  }
  return { rows: table.rows, columns };
}

function numericOf(name: string, values: Columns['columns'][string]): ColumnProfile {
  if (values instanceof Float64Array) return numericProfile(values);
  throw new Error(`column "${name}" holds text and cannot be profiled as numeric: declare it as text`);
}

function textOf(values: Columns['columns'][string], reference: ColumnProfile | undefined): ColumnProfile {
  const texts =
    values instanceof Float64Array ? Array.from(values, (x) => (Number.isNaN(x) ? null : String(x))) : values;
  return textProfile(texts, reference?.kind === 'text' ? reference : undefined);
}
