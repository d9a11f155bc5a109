/** Computes fitted features for the rows of a table, as the ONNX graph does, to the bit. */
import { evaluate } from '../evaluate.ts';
import type { Matrix, Table } from '../table.ts';
import { type FittedFeatures, type FittedLevel, type FittedLookup, featureNames } from './fitted.ts';
import { TableKeys } from './table-keys.ts';

/**
 * @param keys of the same table, when something else has asked for them already
 * @throws when the table lacks a column, or has it in the other type
 */
export function applyFeatures(fitted: FittedFeatures, table: Table, keys = new TableKeys(table)): Matrix {
  const names = featureNames(fitted);
  const matrix = { rows: table.rows, names, data: new Float32Array(table.rows * names.length) };
  let column = 0;
  for (const feature of fitted.features) {
    if (feature.kind === 'formula') putColumn(matrix, column, evaluate(feature.of, table));
    else putLookup(matrix, column, feature, keys);
    column += feature.kind === 'formula' ? 1 : feature.names.length;
  }
  return matrix;
}

function putColumn({ data, names, rows }: Matrix, column: number, values: Float64Array): void {
  for (let row = 0; row < rows; row++) data[row * names.length + column] = values[row] as number;
}

function putLookup(
  { data, names, rows }: Matrix,
  column: number,
  lookup: FittedLookup,
  keys: TableKeys,
): void {
  const width = lookup.names.length;
  const table = Float32Array.from(lookup.values, (value) => value ?? Number.NaN);
  const otherwise = table.length / width - 1;
  const rowOf = new Int32Array(rows).fill(-1);
  for (const level of lookup.levels) findRows(level, keys, rowOf);
  for (let row = 0; row < rows; row++) {
    const found = rowOf[row] as number;
    const from = (found < 0 ? otherwise : found) * width;
    for (let k = 0; k < width; k++) data[row * names.length + column + k] = table[from + k] as number;
  }
}

/** Where no finer level has known the key. */
function findRows(level: FittedLevel, keys: TableKeys, rowOf: Int32Array): void {
  const index = new Map(level.keys.map((key, at) => [key, level.rows[at] as number]));
  const { numbers, texts } = keys.of(level.key);
  const found = Int32Array.from(texts, (key) => index.get(key) ?? -1);
  for (let row = 0; row < rowOf.length; row++) {
    if ((rowOf[row] as number) < 0) rowOf[row] = found[numbers[row] as number] as number;
  }
}
