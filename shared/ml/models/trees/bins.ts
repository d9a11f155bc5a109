/** Features as bin numbers: what histograms are made of. */
import type { Matrix } from '../../table.ts';
import { thresholdsOf } from './thresholds.ts';

export interface Bins {
  readonly rows: number;
  /** Of each feature: bin b >= 1 holds values in (thresholds[b-2], thresholds[b-1]]; bin 0 what is missing. */
  readonly thresholds: readonly Float32Array[];
  /** Of each feature: the bin of each row. */
  readonly columns: readonly Uint8Array[];
}

/** Rows from which thresholds are taken. */
const SAMPLE = 20_000;

/**
 * @param most bins for present values of a feature, from 2 to 255
 * @throws RangeError for another number of bins
 */
export function binsOf(x: Matrix, most: number): Bins {
  if (!(most >= 2 && most <= 255)) throw new RangeError(`${most} bins: expected 2 to 255`);
  const thresholds: Float32Array[] = [];
  const columns: Uint8Array[] = [];
  for (let feature = 0; feature < x.names.length; feature++) {
    const bounds = thresholdsOf(sampled(x, feature), most);
    thresholds.push(bounds);
    columns.push(binned(x, feature, bounds));
  }
  return { rows: x.rows, thresholds, columns };
}

/** Present values of every nth row, ascending. */
function sampled({ rows, names, data }: Matrix, feature: number): Float32Array {
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  const values = new Float32Array(Math.ceil(rows / step));
  let count = 0;
  for (let row = 0; row < rows; row += step) {
    const value = data[row * names.length + feature] as number;
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return values.subarray(0, count).sort();
}

/** By binary search: one more than the number of bounds below the value. */
function binned({ rows, names, data }: Matrix, feature: number, bounds: Float32Array): Uint8Array {
  const bins = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = data[row * names.length + feature] as number;
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (bounds[middle] as number)) high = middle;
      else low = middle + 1;
    }
    bins[row] = low + 1;
  }
  return bins;
}
