/** Computes fitted features for the rows of a table, as the ONNX graph does, to the bit. */
import { evaluate, type Features } from '../evaluate.ts';
import { partsOf } from '../expression.ts';
import type { Matrix, Table } from '../table.ts';
import {
  categoriesOf,
  columnsOfKey,
  directionsOf,
  type FittedFeatures,
  type FittedLevel,
  type FittedLookup,
  featureNames,
} from './fitted.ts';
import { TableKeys } from './table-keys.ts';

/**
 * @param keys of the same table, when something else has asked for them already
 * @throws when the table lacks a column, or has it in the other type
 */
export function applyFeatures(fitted: FittedFeatures, table: Table, keys = new TableKeys(table)): Matrix {
  const names = featureNames(fitted);
  const categories = categoriesOf(fitted);
  const monotone = directionsOf(fitted);
  const matrix: Matrix = {
    rows: table.rows,
    names,
    data: new Float32Array(table.rows * names.length),
    ...(categories ? { categories } : {}),
    ...(monotone ? { monotone } : {}),
  };
  let column = 0;
  for (const feature of fitted.features) {
    if (feature.kind === 'formula') putColumn(matrix, column, evaluate(feature.of, table, valuesIn(matrix)));
    else putLookup(matrix, column, feature, keys);
    column += feature.kind === 'formula' ? 1 : feature.names.length;
  }
  return matrix;
}

/** Computes the formulas of other features again, where these have been changed in the matrix. */
export function renewFormulas(fitted: FittedFeatures, table: Table, matrix: Matrix): void {
  let column = 0;
  for (const feature of fitted.features) {
    if (feature.kind === 'formula' && partsOf(feature.of).some(({ op }) => op === 'feature'))
      putColumn(matrix, column, evaluate(feature.of, table, valuesIn(matrix)));
    column += feature.kind === 'formula' ? 1 : feature.names.length;
  }
}

function valuesIn({ names, data, rows }: Matrix): Features {
  return (name) => {
    const column = names.indexOf(name);
    if (column < 0) throw new Error(`no feature "${name}" to compute with: there are ${names.join(', ')}`);
    return Float64Array.from({ length: rows }, (_, row) => data[row * names.length + column] as number);
  };
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
  if (!lookup.needsKey) return;
  const { numbers, whole } = keys.of(columnsOfKey(lookup));
  for (let row = 0; row < rows; row++) {
    const from = row * names.length + column;
    if (!whole[numbers[row] as number]) data.fill(Number.NaN, from, from + width);
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
