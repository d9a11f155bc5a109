/** A sample of the rows that come in, for a profile: bounded, spread evenly over the file. */
import type { Column, Table } from '../../ml/table.ts';
import type { ColumnKind } from '../../stats/profile/profile.ts';
import { PROFILE_ROWS } from '../../stats/profile/profile-of.ts';

export interface Sample {
  /** @param rows positions of those that count */
  add(columns: Readonly<Record<string, Column>>, rows: readonly number[]): void;
  table(): Table;
}

/** @param kinds of the columns that are kept, by name */
export function sampleOf(kinds: Readonly<Record<string, ColumnKind>>): Sample {
  const names = Object.keys(kinds);
  const kept: Record<string, (number | string | null)[]> = Object.fromEntries(
    names.map((name) => [name, []]),
  );
  let size = 0;
  let seen = 0;
  /** Each so manieth row is kept. */
  let step = 1;
  const halve = (): void => {
    for (const name of names) kept[name] = (kept[name] ?? []).filter((_, index) => index % 2 === 0);
    size = Math.ceil(size / 2);
    step *= 2;
  };
  return {
    add(columns, rows) {
      for (const row of rows) {
        if (seen++ % step !== 0) continue;
        for (const name of names) kept[name]?.push(columns[name]?.[row] ?? null);
        size += 1;
        if (size > PROFILE_ROWS) halve();
      }
    },
    table: () => ({
      rows: size,
      columns: Object.fromEntries(
        Object.entries(kinds).map(([name, kind]) => [name, columnOf(kind, kept[name] ?? [])]),
      ),
    }),
  };
}

/** Numbers, of which a missing one is NaN already, or texts. */
const columnOf = (kind: ColumnKind, values: readonly (number | string | null)[]): Column =>
  kind === 'numeric'
    ? Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN))
    : values.map((value) => (value === null ? null : String(value)));
