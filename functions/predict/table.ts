/** Rows as the columns that a model takes. */
import type { Row } from '../../shared/datasets/schema.ts';
import type { Column, Table } from '../../shared/ml/table.ts';
import type { OpenModel } from '../../shared/onnx/session.ts';

export function tableOf(inputs: OpenModel['inputs'], rows: readonly Row[]): Table {
  const columns: Record<string, Column> = {};
  for (const { name, type } of inputs)
    columns[name] = type === 'float' ? numbersOf(name, rows) : rows.map((row) => textOf(row[name]));
  return { rows: rows.length, columns };
}

function numbersOf(name: string, rows: readonly Row[]): Float64Array {
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const value = rows[row]?.[name];
    values[row] = typeof value === 'number' ? value : Number.NaN;
  }
  return values;
}

const textOf = (value: Row[string] | undefined): string | null => (typeof value === 'string' ? value : null);
