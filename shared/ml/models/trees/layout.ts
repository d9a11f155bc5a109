/** Rows as places in a histogram: for each row and column the index of the pair that it adds to. */
import type { Bins } from './bins.ts';
import { bundlesOf } from './bundles.ts';

/** A column of the histogram: one feature and its bins, or a bundle of 0/1 features. */
export interface Column {
  /** One feature: its slots are its bins. Several: slot 0 is "none set", slot k the k-th feature set. */
  readonly features: readonly number[];
  readonly slots: number;
  /** Of each row. */
  readonly slot: Uint8Array;
}

/** Where a column's run of [sum of gradients, sum of hessians] pairs starts. */
export interface HistogramColumn extends Column {
  readonly offset: number;
}

export interface Layout {
  readonly columns: readonly HistogramColumn[];
  /** Numbers in a histogram. */
  readonly size: number;
  /** Columns of `places`, padded to a multiple of 4; padding adds to a pair that nobody reads. */
  readonly width: number;
  /** rows x width indices, or more room than that. */
  readonly places: Uint16Array | Uint32Array;
}

/** Rows written column by column before the next ones: they stay in the cache. */
const BLOCK = 256;

/** The columns of all features; features that never differ are left out. */
export function columnsOf(bins: Bins): Column[] {
  return bundlesOf(bins)
    .filter(([feature]) => differs(bins, feature as number))
    .map((features) => (features.length > 1 ? bundled(bins, features) : alone(bins, features)));
}

/** Numbers in a histogram of these columns, with the pair that padding adds to. */
export function histogramSizeOf(columns: readonly Column[]): number {
  return columns.reduce((size, { slots }) => size + 2 * slots, 2);
}

/**
 * @param room an earlier layout of as many rows whose places may be overwritten
 */
export function layoutOf(columns: readonly Column[], rows: number, room?: Layout): Layout {
  let used = 0;
  const placed = columns.map((column) => {
    const offset = used;
    used += 2 * column.slots;
    return { ...column, offset };
  });
  const width = (columns.length + 3) & ~3;
  const places = roomFor(rows * width, used + 2, room);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let j = 0; j < width; j++) writePlaces(places, width, j, placed[j], used, from, to);
  }
  return { columns: placed, size: used + 2, width, places };
}

function roomFor(length: number, size: number, room: Layout | undefined): Layout['places'] {
  const small = size <= 2 ** 16;
  const reusable = room && room.places.length >= length && room.places instanceof Uint16Array === small;
  if (reusable) return room.places;
  return small ? new Uint16Array(length) : new Uint32Array(length);
}

/** @param column undefined for padding, which goes to `pad` */
function writePlaces(
  places: Layout['places'],
  width: number,
  j: number,
  column: HistogramColumn | undefined,
  pad: number,
  from: number,
  to: number,
): void {
  if (!column) {
    for (let row = from; row < to; row++) places[row * width + j] = pad;
    return;
  }
  const { slot, offset } = column;
  for (let row = from; row < to; row++) places[row * width + j] = offset + 2 * (slot[row] as number);
}

function alone({ thresholds, columns }: Bins, features: readonly number[]): Column {
  const feature = features[0] as number;
  const slots = (thresholds[feature]?.length ?? 0) + 2;
  return { features, slots, slot: columns[feature] as Uint8Array };
}

function bundled({ rows, columns }: Bins, features: readonly number[]): Column {
  const slot = new Uint8Array(rows);
  features.forEach((feature, k) => {
    const values = columns[feature] as Uint8Array;
    for (let row = 0; row < rows; row++) if (values[row] === 2) slot[row] = k + 1;
  });
  return { features, slots: features.length + 1, slot };
}

/** A feature with one value, or with missing ones and one value, may still tell the two apart: only bins count. */
function differs({ thresholds, columns }: Bins, feature: number): boolean {
  return (thresholds[feature]?.length ?? 0) > 0 || (columns[feature]?.includes(0) ?? false);
}
