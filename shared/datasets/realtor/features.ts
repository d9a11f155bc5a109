/**
 * What the model sees of a listing. Where a house stands says most of its price: means of the (log) price over ever
 * wider places, each falling back to the next where a place is new, what living space costs there, how large houses
 * are there, and how many listings a place has.
 */

import type { Expression } from '../../ml/expression.ts';
import { codeNumber, column, divide, equals, feature, multiply } from '../../ml/expression.ts';
import type { FeatureSpecification, KeyPart } from '../../ml/features/specification.ts';
import * as formulas from './formulas.ts';

const zip3: KeyPart = { column: 'zip_code', prefix: 3 };

type Levels = readonly (readonly KeyPart[])[];
const STATE: Levels = [['state']];
const CITY: Levels = [['state', 'city'], ['state']];
// A new ZIP code is more like the rest of its town than like its neighbours by number.
const ZIP: Levels = [['zip_code'], ['state', 'city'], [zip3], ['state']];
const ZIP3: Levels = [[zip3], ['state']];

/** Places differ by much more than listings within one: a few rows say what a place is like. */
const smoothing = 2;
const price = (name: string, levels: Levels): FeatureSpecification => ({
  kind: 'targetMean',
  name,
  levels,
  smoothing,
});
const pricePerSquareFoot = (name: string, levels: Levels): FeatureSpecification => ({
  kind: 'targetMean',
  name,
  levels,
  smoothing,
  per: 'house_size',
});
const usual = (name: string, column: string, levels: Levels): FeatureSpecification => ({
  kind: 'groupMean',
  name,
  column,
  levels,
  smoothing: 20,
});
const formula = (name: string, of: Expression): FeatureSpecification => ({ kind: 'formula', name, of });

const places: readonly FeatureSpecification[] = [
  price('state_price', STATE),
  price('city_price', CITY),
  price('zip_price', ZIP),
  price('zip3_price', ZIP3),
  pricePerSquareFoot('city_price_per_sqft', CITY),
  pricePerSquareFoot('zip_price_per_sqft', ZIP),
  usual('city_house_size', 'house_size', CITY),
  usual('zip_house_size', 'house_size', ZIP),
  usual('zip_lot', 'acre_lot', ZIP),
  { kind: 'frequency', name: 'zip_listings', key: ['zip_code'] },
  { kind: 'frequency', name: 'city_listings', key: ['state', 'city'] },
  { kind: 'frequency', name: 'state_listings', key: ['state'] },
  // Only how many: the mean price of a broker's listings does harm.
  { kind: 'frequency', name: 'broker_listings', key: ['brokered_by'] },
  // Numbers were given out along the map.
  formula('zip_number', codeNumber('zip_code')),
];

const property: readonly FeatureSpecification[] = [
  formula('bed', column('bed')),
  formula('bath', column('bath')),
  formula('acre_lot', column('acre_lot')),
  formula('house_size', column('house_size')),
  formula('bed_bath_interaction', formulas.bedsTimesBaths),
  formula('size_per_bed', formulas.sizePerBed),
  formula('size_per_bath', formulas.sizePerBath),
  formula('size_per_room', formulas.sizePerRoom),
  formula('baths_per_bed', formulas.bathsPerBed),
  formula('total_rooms', formulas.rooms),
  formula('lot_to_house_ratio', formulas.lotToHouse),
  formula('is_sold', equals('status', 'sold')),
  formula('is_ready_to_build', equals('status', 'ready_to_build')),
  // A day, not an age: the answer must not change with the day on which it is asked.
  formula('prev_sold_day', column('prev_sold_date')),
];

/** The property beside what is usual where it stands. */
const beside: readonly FeatureSpecification[] = [
  formula('size_to_city', divide('house_size', feature('city_house_size'))),
  formula('size_to_zip', divide('house_size', feature('zip_house_size'))),
  formula('lot_to_zip', divide('acre_lot', feature('zip_lot'))),
  formula('size_at_zip_price', multiply('house_size', feature('zip_price_per_sqft'))),
];

export const features: readonly FeatureSpecification[] = [...places, ...property, ...beside];
