/** What the stand-in for the external data API hands out: numbered batches of listings with the source's 12 keys. */

/** The keys of every listing, in the order of the real API. */
export const KEYS = [
  'brokered_by',
  'status',
  'price',
  'bed',
  'bath',
  'acre_lot',
  'street',
  'city',
  'state',
  'zip_code',
  'house_size',
  'prev_sold_date',
] as const;

export type Listing = Readonly<Record<(typeof KEYS)[number], string | number | null>>;

/** Whose batches are asked for: each group has its own sequence on each day. */
export interface Reader {
  readonly group: number;
  readonly day: string;
}

export interface Source {
  /** Made up, not observed: said in every answer. */
  readonly synthetic: boolean;
  readonly description: string;
  /** After so many a reader has had all. */
  readonly batches: number;
  /** @param number from 1 to `batches` */
  batch(number: number, reader: Reader): Iterable<Listing>;
}
