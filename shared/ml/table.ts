/** Tables as columns: what data sets, features and models pass to each other. */

/** Numbers; NaN is a missing value. Dates are days since 1970-01-01 (UTC). */
export type NumericColumn = Float64Array;

/** Texts and codes; null is a missing value. */
export type TextColumn = (string | null)[];

export type Column = NumericColumn | TextColumn;

export interface Table {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Row-major float32 features, as the model and the ONNX graph see them; NaN is missing. */
export interface Matrix {
  readonly rows: number;
  /** Names of the features, one for each column. */
  readonly names: readonly string[];
  /** rows x names.length values. */
  readonly data: Float32Array;
  /** For each column how many categories it has, its values then being 0 .. n-1; 0 for numbers. Absent: all numbers. */
  readonly categories?: readonly number[];
  /** For each column: with 1 no answer falls as it grows, with -1 none rises, 0 is free. Absent: all free. */
  readonly monotone?: readonly (-1 | 0 | 1)[];
}

/** These rows, in this order, as a table of their own. */
export function takeRows({ columns }: Pick<Table, 'columns'>, rows: ArrayLike<number>): Table {
  const taken: Record<string, Column> = {};
  for (const [name, column] of Object.entries(columns))
    taken[name] =
      column instanceof Float64Array
        ? numbersAt(column, rows)
        : Array.from(rows, (row) => column[row] ?? null);
  return { rows: rows.length, columns: taken };
}

/** A loop takes a tenth of the time of Float64Array.from with a function. */
function numbersAt(column: NumericColumn, rows: ArrayLike<number>): NumericColumn {
  const taken = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) taken[at] = column[rows[at] as number] as number;
  return taken;
}

/** The numeric column of that name. @throws when it is absent or holds text. */
export function numeric(table: Table, name: string): NumericColumn {
  const column = table.columns[name];
  if (column instanceof Float64Array) return column;
  throw new Error(column ? `column "${name}" holds text, not numbers` : `no column "${name}"`);
}

/** The text column of that name. @throws when it is absent or holds numbers. */
export function text(table: Table, name: string): TextColumn {
  const column = table.columns[name];
  if (Array.isArray(column)) return column;
  throw new Error(column ? `column "${name}" holds numbers, not text` : `no column "${name}"`);
}
