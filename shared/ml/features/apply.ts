/** Computes fitted features for the rows of a table, as the ONNX graph does, to the bit. */
import { evaluate } from '../evaluate.ts';
import type { Matrix, Table } from '../table.ts';
import { type FittedFeatures, type FittedKeyPart, type FittedLookup, featureNames } from './fitted.ts';
import { keysOf } from './key.ts';

/** @throws when the table lacks a column, or has it in the other type */
export function applyFeatures(fitted: FittedFeatures, table: Table): Matrix {
  const names = featureNames(fitted);
  const data = new Float32Array(table.rows * names.length);
  const keys = rememberKeys(table);
  let column = 0;
  for (const feature of fitted.features) {
    if (feature.kind === 'formula') {
      const values = evaluate(feature.of, table);
      for (let row = 0; row < table.rows; row++) data[row * names.length + column] = values[row] as number;
      column += 1;
    } else {
      lookUp(feature, keys, table.rows, data, column, names.length);
      column += feature.names.length;
    }
  }
  return { rows: table.rows, names, data };
}

/** Each distinct key is joined once for all the features that use it. */
function rememberKeys(table: Table): (key: readonly FittedKeyPart[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (key) => {
    const name = JSON.stringify(key);
    const found = known.get(name) ?? keysOf(key, table).keys;
    known.set(name, found);
    return found;
  };
}

function lookUp(
  { levels, names, values }: FittedLookup,
  keys: (key: readonly FittedKeyPart[]) => readonly string[],
  rows: number,
  data: Float32Array,
  column: number,
  stride: number,
): void {
  const width = names.length;
  const table = Float32Array.from(values, (value) => value ?? Number.NaN);
  const otherwise = values.length / width - 1;
  const rowOf = new Int32Array(rows).fill(-1);
  for (const level of levels) {
    const index = new Map(level.keys.map((key, at) => [key, level.rows[at] as number]));
    const present = keys(level.key);
    for (let row = 0; row < rows; row++) {
      if ((rowOf[row] as number) < 0) rowOf[row] = index.get(present[row] as string) ?? -1;
    }
  }
  for (let row = 0; row < rows; row++) {
    const from = (rowOf[row] as number) < 0 ? otherwise : (rowOf[row] as number);
    for (let k = 0; k < width; k++) data[row * stride + column + k] = table[from * width + k] as number;
  }
}
