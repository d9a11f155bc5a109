/** Makes a clean listing as dirty as the real source delivers it. */
import { below, type Random } from '../../../shared/ml/random.ts';
import type { Listing } from './source.ts';

export interface DirtOptions {
  /** Share of the listings without a previous sale. */
  readonly unsold: number;
}

/** Days as nobody should write them: some can be read all the same, some exist in no calendar. */
const ODD_DATES = ['04/29/2022', '2022-02-30', 'unknown', '0001-01-01', '29.04.2022'];
const ABSURD_PRICES = [0, 1, 100, 99_000_000, 2_147_483_600];

/** The share of null values by column, as in the real listings. */
const MISSING: Partial<Record<keyof Listing, number>> = {
  brokered_by: 0.0005,
  price: 0.003,
  bed: 0.035,
  bath: 0.04,
  acre_lot: 0.065,
  street: 0.002,
  city: 0.0005,
  zip_code: 0.0007,
  house_size: 0.045,
};

export function soil(random: Random, listing: Listing, { unsold }: DirtOptions): Listing {
  const dirty: Record<keyof Listing, string | number | null> = { ...listing };
  for (const [column, share] of Object.entries(MISSING))
    if (random() < share) dirty[column as keyof Listing] = null;
  if (random() < unsold) dirty.prev_sold_date = null;
  else if (random() < 0.004) dirty.prev_sold_date = oneOf(random, ODD_DATES);
  if (random() < 0.004) dirty.price = oneOf(random, ABSURD_PRICES);
  if (random() < 0.001) dirty.house_size = 0;
  if (random() < 0.01) dirty.status = oneOf(random, ['For_Sale', 'FOR_SALE', ' for_sale ']);
  dirty.brokered_by = asFloat(random, dirty.brokered_by);
  dirty.street = asFloat(random, dirty.street);
  dirty.zip_code = zipAsItComes(random, dirty.zip_code);
  return dirty;
}

/** Codes went through a column of floats: 6016 and "6016.0" are the same broker. */
function asFloat(random: Random, code: string | number | null): string | number | null {
  return code === null || random() < 0.7 ? code : `${code}.0`;
}

/** A zip code with its leading zeros, or without them: as text, as a number, as a float in a text. */
function zipAsItComes(random: Random, zip: string | number | null): string | number | null {
  if (zip === null) return null;
  return oneOf(random, [zip, zip, Number(zip), `${Number(zip)}.0`]);
}

const oneOf = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)] as T;
