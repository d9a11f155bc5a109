/**
 * What the model sees of a listing. Where a house stands says most of its price: means of the (log) price over ever
 * wider places, each falling back to the next where a place is new, and how many listings a place has.
 */
import { column, equals } from '../../ml/expression.ts';
import type { FeatureSpecification, KeyPart } from '../../ml/features/specification.ts';
import * as formulas from './formulas.ts';

const zip3: KeyPart = { column: 'zip_code', prefix: 3 };
const zip4: KeyPart = { column: 'zip_code', prefix: 4 };

const places: readonly FeatureSpecification[] = [
  { kind: 'targetMean', name: 'state_price', levels: [['state']] },
  { kind: 'targetMean', name: 'city_price', levels: [['state', 'city'], ['state']] },
  { kind: 'targetMean', name: 'zip_price', levels: [['zip_code'], [zip4], [zip3], ['state']] },
  { kind: 'targetMean', name: 'zip4_price', levels: [[zip4], [zip3], ['state']] },
  { kind: 'targetMean', name: 'zip3_price', levels: [[zip3], ['state']] },
  { kind: 'frequency', name: 'zip_listings', key: ['zip_code'] },
  { kind: 'frequency', name: 'city_listings', key: ['state', 'city'] },
  { kind: 'frequency', name: 'state_listings', key: ['state'] },
  // Only how many: the mean price of a broker's listings does harm.
  { kind: 'frequency', name: 'broker_listings', key: ['brokered_by'] },
];

const property: readonly FeatureSpecification[] = [
  { kind: 'formula', name: 'bed', of: column('bed') },
  { kind: 'formula', name: 'bath', of: column('bath') },
  { kind: 'formula', name: 'acre_lot', of: column('acre_lot') },
  { kind: 'formula', name: 'house_size', of: column('house_size') },
  { kind: 'formula', name: 'bed_bath_interaction', of: formulas.bedsTimesBaths },
  { kind: 'formula', name: 'size_per_bed', of: formulas.sizePerBed },
  { kind: 'formula', name: 'size_per_bath', of: formulas.sizePerBath },
  { kind: 'formula', name: 'total_rooms', of: formulas.rooms },
  { kind: 'formula', name: 'lot_to_house_ratio', of: formulas.lotToHouse },
  { kind: 'formula', name: 'is_sold', of: equals('status', 'sold') },
  { kind: 'formula', name: 'is_ready_to_build', of: equals('status', 'ready_to_build') },
  // A day, not an age: the answer must not change with the day on which it is asked.
  { kind: 'formula', name: 'prev_sold_day', of: column('prev_sold_date') },
];

export const features: readonly FeatureSpecification[] = [...places, ...property];
