/** The rows of a training that belong to parts of the split. */
import type { Examples } from '../ml/models/family.ts';
import { type Part, partOf } from '../ml/split.ts';
import type { TrainingData } from './workspace.ts';

/** Numbers of the rows whose bucket is in one of these parts. */
export function rowsOf(bucket: Uint8Array, ...parts: readonly Part[]): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < bucket.length; row++)
    if (parts.includes(partOf(bucket[row] as number))) rows.push(row);
  return Int32Array.from(rows);
}

export function examplesOf(
  { matrix, target, bucket, weight }: TrainingData,
  ...parts: readonly Part[]
): Examples {
  const rows = rowsOf(bucket, ...parts);
  const width = matrix.names.length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    data.set(matrix.data.subarray(row * width, (row + 1) * width), index * width);
  });
  return {
    x: { ...matrix, rows: rows.length, data },
    y: Float64Array.from(rows, (row) => target[row] as number),
    ...(weight ? { weight: Float64Array.from(rows, (row) => weight[row] as number) } : {}),
  };
}
