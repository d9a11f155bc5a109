/** Rows as places in a histogram: for each row and column the pair that it adds to. */
import { type Bins, isCategorical } from './bins.ts';
import { bundlesOf } from './bundles.ts';
import type { Room } from './kernel/room.ts';

/** A column of the histogram: one feature and its bins, or a bundle of 0/1 features. */
export interface Column {
  /** One feature: its slots are its bins. Several: slot 0 is "none set", slot k the k-th feature set. */
  readonly features: readonly number[];
  readonly slots: number;
}

/** Where a column's run of [sum of gradients, sum of hessians] pairs starts. */
export interface HistogramColumn extends Column {
  readonly offset: number;
}

export interface Layout {
  readonly columns: readonly HistogramColumn[];
  /** Numbers in a histogram. */
  readonly size: number;
  /** Columns of `places`: padded to an even number, padding adding to a pair that nobody reads. */
  readonly width: number;
  /** Of rows x width: which pair of the histogram. */
  readonly places: Uint16Array | Uint32Array;
  /** Of each column of `places` its first pair, and in the end the number of pairs. */
  readonly offsets: Uint32Array;
  /** Of each column that any threshold may part, in either direction, its slots; 0 for others. */
  readonly thresholds: Uint32Array;
}

/** Rows written column by column before the next ones: they stay in the cache. */
const BLOCK = 256;

/** Of all features but those that never differ. */
export function layoutOf(bins: Bins, room: Room): Layout {
  const groups = bundlesOf(bins).filter(([feature]) => differs(bins, feature as number));
  const columns: HistogramColumn[] = [];
  let offset = 0;
  for (const features of groups) {
    const slots = features.length > 1 ? features.length + 1 : binsOfOne(bins, features[0] as number);
    columns.push({ features, slots, offset });
    offset += 2 * slots;
  }
  const width = (columns.length + 1) & ~1;
  const pairs = offset / 2 + 1;
  const offsets = room.uint32(width + 1).fill(pairs - 1);
  offsets.set(columns.map((column) => column.offset / 2));
  offsets[width] = pairs;
  const count = bins.rows * width;
  const places = pairs <= 2 ** 16 ? room.uint16(count) : room.uint32(count);
  const thresholds = room.uint32(width);
  thresholds.set(columns.map((column) => (isPlain(bins, column) ? column.slots : 0)));
  const slots = groups.map((features) => slotsOf(bins, features));
  for (let from = 0; from < bins.rows; from += BLOCK) {
    const to = Math.min(bins.rows, from + BLOCK);
    for (let j = 0; j < width; j++) writePlaces(places, width, j, offsets[j] as number, slots[j], from, to);
  }
  return { columns, size: 2 * pairs, width, places, offsets, thresholds };
}

/** @param slots undefined for padding */
function writePlaces(
  places: Layout['places'],
  width: number,
  j: number,
  offset: number,
  slots: Uint8Array | undefined,
  from: number,
  to: number,
): void {
  if (slots) for (let row = from; row < to; row++) places[row * width + j] = offset + (slots[row] as number);
  else for (let row = from; row < to; row++) places[row * width + j] = offset;
}

function isPlain(bins: Bins, { features }: Column): boolean {
  const feature = features[0] as number;
  return features.length === 1 && !isCategorical(bins, feature) && bins.monotone[feature] === 0;
}

function binsOfOne({ thresholds }: Bins, feature: number): number {
  return (thresholds[feature]?.length ?? 0) + 2;
}

/** The slot of each row. */
function slotsOf({ rows, columns }: Bins, features: readonly number[]): Uint8Array {
  if (features.length === 1) return columns[features[0] as number] as Uint8Array;
  const slots = new Uint8Array(rows);
  features.forEach((feature, k) => {
    const values = columns[feature] as Uint8Array;
    for (let row = 0; row < rows; row++) if (values[row] === 2) slots[row] = k + 1;
  });
  return slots;
}

/** A feature with one value, or with missing ones and one value, may still tell the two apart: only bins count. */
function differs({ thresholds, columns }: Bins, feature: number): boolean {
  return (thresholds[feature]?.length ?? 0) > 0 || (columns[feature]?.includes(0) ?? false);
}
