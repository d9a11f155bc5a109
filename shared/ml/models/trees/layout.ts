/** Rows as places in a histogram: for each row and column the index of the pair that it adds to. */
import type { Bins } from './bins.ts';
import { bundlesOf } from './bundles.ts';

/** A run of [sum of gradients, sum of hessians] pairs in the histogram. */
export interface HistogramColumn {
  /** Index of the first pair's first number. */
  readonly offset: number;
  readonly slots: number;
  /** One feature: its slots are its bins. Several: slot 0 is "none set", slot k the k-th feature set. */
  readonly features: readonly number[];
}

export interface Layout {
  readonly columns: readonly HistogramColumn[];
  /** Numbers in a histogram. */
  readonly size: number;
  /** Columns of `places`, padded to a multiple of 4; padding adds to a pair that nobody reads. */
  readonly width: number;
  /** rows x width indices. */
  readonly places: Uint16Array | Uint32Array;
}

/** The layout of all features; those that never differ are left out. */
export function layoutOf(bins: Bins): Layout {
  const groups = bundlesOf(bins).filter(([feature]) => differs(bins, feature as number));
  const columns: HistogramColumn[] = [];
  let offset = 0;
  for (const features of groups) {
    const slots =
      features.length > 1 ? features.length + 1 : (bins.thresholds[features[0] as number]?.length ?? 0) + 2;
    columns.push({ offset, slots, features });
    offset += 2 * slots;
  }
  const layout = emptyLayout(columns, offset, bins.rows);
  columns.forEach((column, index) => place(layout, bins, column, index));
  return layout;
}

/** The layout of some of the columns, for a tree that may see no other. */
export function narrowed(layout: Layout, chosen: Int32Array, rows: number): Layout {
  const columns: HistogramColumn[] = [];
  const shifts = new Int32Array(chosen.length);
  let offset = 0;
  chosen.forEach((index, j) => {
    const column = layout.columns[index] as HistogramColumn;
    columns.push({ ...column, offset });
    shifts[j] = column.offset - offset;
    offset += 2 * column.slots;
  });
  const result = emptyLayout(columns, offset, rows);
  const { places, width } = result;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < chosen.length; j++) {
      places[row * width + j] =
        (layout.places[row * layout.width + (chosen[j] as number)] as number) - (shifts[j] as number);
    }
  }
  return result;
}

function emptyLayout(columns: readonly HistogramColumn[], used: number, rows: number): Layout {
  const size = used + 2;
  const width = (columns.length + 3) & ~3;
  const places = size <= 2 ** 16 ? new Uint16Array(rows * width) : new Uint32Array(rows * width);
  for (let row = 0; row < rows; row++) places.fill(used, row * width + columns.length, (row + 1) * width);
  return { columns, size, width, places };
}

function place({ places, width }: Layout, bins: Bins, column: HistogramColumn, index: number): void {
  const { offset, features } = column;
  const alone = features.length === 1;
  if (!alone) for (let row = 0; row < bins.rows; row++) places[row * width + index] = offset;
  features.forEach((feature, k) => {
    const values = bins.columns[feature] as Uint8Array;
    for (let row = 0; row < bins.rows; row++) {
      if (alone) places[row * width + index] = offset + 2 * (values[row] as number);
      else if (values[row] === 2) places[row * width + index] = offset + 2 * (k + 1);
    }
  });
}

/** A feature with one value, or with missing ones and one value, may still tell the two apart: only bins count. */
function differs({ thresholds, columns }: Bins, feature: number): boolean {
  return (thresholds[feature]?.length ?? 0) > 0 || (columns[feature]?.includes(0) ?? false);
}
