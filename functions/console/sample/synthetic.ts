/**
 * Synthetic listings: what a house costs follows from where it stands and what it is, so that a model can learn it;
 * from the third batch on the market moves. Seeded: the same seed gives the same batches.
 */
import { below, normal, type Random, seeded } from '../../../shared/ml/random.ts';
import { type DirtOptions, soil } from './dirt.ts';
import { type Place, placesOf } from './places.ts';
import type { Listing, Reader, Source } from './source.ts';

export interface SyntheticOptions {
  readonly seed: number;
  readonly batches: number;
  /** Rows in each batch. */
  readonly rows: number;
}

/** Share of the rows that repeat a row of the same batch, and of the batch before. */
const REPEATED = 0.02;
const REPEATED_FROM_BEFORE = 0.01;
/** The day on which the first batch was listed; each batch is a month later. */
const FIRST_DAY = Date.UTC(2022, 5, 30);
const DAY = 86_400_000;
const DIRT: DirtOptions = { unsold: 0.26 };

export function syntheticSource({ seed, batches, rows }: SyntheticOptions): Source {
  const places = placesOf(seed);
  return {
    synthetic: true,
    description: `synthetic listings (seed ${seed}): ${batches} batches of ${rows} rows`,
    batches,
    *batch(number, reader) {
      const random = seeded(seed, 'repeats', number, reader.group, reader.day);
      const fresh = listings(places, seed, number, reader);
      const before = number > 1 ? listings(places, seed, number - 1, reader) : undefined;
      const recent: Listing[] = [];
      for (let row = 0; row < rows; row++) {
        const draw = random();
        const earlier = recent[below(random, Math.max(1, recent.length))];
        if (before && draw < REPEATED_FROM_BEFORE) yield next(before);
        else if (earlier && draw < REPEATED_FROM_BEFORE + REPEATED) yield earlier;
        else {
          const listing = next(fresh);
          if (recent.length < 1000) recent.push(listing);
          yield listing;
        }
      }
    },
  };
}

const next = (rows: Generator<Listing, never>): Listing => rows.next().value;

/** How far the market has moved from where the first two batches were. */
const movedBy = (batch: number): number => 0.6 * Math.max(0, batch - 2);

function* listings(
  places: readonly Place[],
  seed: number,
  batch: number,
  { group, day }: Reader,
): Generator<Listing, never> {
  const random = seeded(seed, 'listings', batch, group, day);
  const moved = movedBy(batch);
  const draw = drawing(places.map((place) => place.weight * Math.exp(0.7 * moved * place.tilt)));
  for (;;) yield soil(random, listing(random, places[draw(random)] as Place, batch, moved), DIRT);
}

/** One house before the dirt. Sizes in square feet, lots in acres, prices in dollars. */
function listing(random: Random, place: Place, batch: number, moved: number): Listing {
  const land = random() < 0.08;
  const bed = Math.min(9, Math.max(1, Math.round(3.2 + 0.4 * moved + 1.05 * normal(random))));
  const bath = Math.min(8, Math.max(1, Math.round(0.7 * bed + 0.6 * normal(random))));
  const size = Math.round(640 * bed ** 0.9 * Math.exp(0.08 * moved + 0.27 * normal(random)));
  const lot = Math.exp(Math.log(land ? 1.5 : 0.24) - 0.5 * moved + 0.9 * normal(random));
  const sold = random() < 0.1 + 0.12 * moved;
  const built = land
    ? -1.3 + 0.3 * Math.log(lot)
    : 0.75 * Math.log(size / 1700) + 0.09 * (bath - 2) + 0.04 * Math.log(lot / 0.24);
  const logPrice = place.logPrice + built + (sold ? -0.05 : 0) + 0.08 * moved + 0.27 * normal(random);
  return {
    brokered_by: 1 + below(random, 4000),
    status: sold ? 'sold' : land && random() < 0.3 ? 'ready_to_build' : 'for_sale',
    price: Math.round(Math.exp(logPrice) / 100) * 100,
    bed: land ? null : bed,
    bath: land ? null : bath,
    acre_lot: Math.max(0.01, Math.round(lot * 100) / 100),
    street: 1 + below(random, 2_000_000),
    city: place.city,
    state: place.state,
    zip_code: place.zip,
    house_size: land ? null : size,
    prev_sold_date: previousSale(random, batch, moved),
  };
}

function previousSale(random: Random, batch: number, moved: number): string {
  const listed = FIRST_DAY + (batch - 1) * 30 * DAY;
  const years = -(9 - 2.5 * moved) * Math.log(1 - random());
  return new Date(listed - Math.min(55, years) * 365.25 * DAY).toISOString().slice(0, 10);
}

/** Draws an index with the probability of its weight. */
function drawing(weights: readonly number[]): (random: Random) => number {
  let sum = 0;
  const upTo = Float64Array.from(weights, (weight) => {
    sum += weight;
    return sum;
  });
  return (random) => {
    const at = random() * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
