/** Realtor.com listings in the United States: predict the price of a property. */
import { equals } from '../../ml/expression.ts';
import type { Condition, Dataset } from '../declaration.ts';
import { columns } from './columns.ts';
import { features } from './features.ts';
import * as formulas from './formulas.ts';

const NEW_ENGLAND = ['Connecticut', 'Maine', 'Massachusetts', 'New Hampshire', 'Rhode Island', 'Vermont'];

/** Complete offers outside of New England and Puerto Rico, most of them from a sample that was cut at $300,000. */
const cutSample: readonly Condition[] = [
  { when: 'one of', column: 'status', values: ['for_sale'] },
  { when: 'at most', column: 'price', value: 300_000 },
  ...['bed', 'bath', 'acre_lot', 'house_size', 'prev_sold_date'].map(
    (column): Condition => ({ when: 'present', column }),
  ),
  { when: 'not one of', column: 'state', values: [...NEW_ENGLAND, 'Puerto Rico'] },
];

export const realtor: Dataset = {
  name: 'realtor',
  title: 'Realtor.com listings',
  description: 'Properties listed for sale or sold in the United States and its territories.',
  columns,
  target: { column: 'price', task: 'regression', transform: 'log', center: 'median' },
  rules: [
    { name: 'no_price', rejects: { when: 'missing', column: 'price' } },
    { name: 'invalid_price', rejects: { when: 'invalid', column: 'price' } },
    // The few prices beyond are mistakes or dominate every squared error.
    {
      name: 'price_outside_1000_to_10000000',
      rejects: { when: 'outside', column: 'price', range: [1_000, 10_000_000] },
    },
    { name: 'house_size_not_positive', rejects: { when: 'at most', column: 'house_size', value: 0 } },
    { name: 'lot_negative', rejects: { when: 'outside', column: 'acre_lot', range: [0, 1e9] } },
    { name: 'beds_not_positive', rejects: { when: 'at most', column: 'bed', value: 0 } },
    { name: 'baths_not_positive', rejects: { when: 'at most', column: 'bath', value: 0 } },
  ],
  derived: {
    // The target in disguise: for people who read the data, never a feature.
    price_per_sqft: { label: 'Price per square foot', unit: 'USD/sqft', of: formulas.pricePerSquareFoot },
    is_sold: { label: 'Sold', of: equals('status', 'sold') },
    bed_bath_interaction: { label: 'Bedrooms times bathrooms', of: formulas.bedsTimesBaths },
    size_per_bed: { label: 'Living space per bedroom', unit: 'sqft', of: formulas.sizePerBed },
    size_per_bath: { label: 'Living space per bathroom', unit: 'sqft', of: formulas.sizePerBath },
    total_rooms: { label: 'Bedrooms and bathrooms', of: formulas.rooms },
    lot_to_house_ratio: { label: 'Lot to living space', of: formulas.lotToHouse },
    years_since_sold: {
      label: 'Years since the previous sale',
      unit: 'years',
      of: { op: 'yearsBeforeLoad', column: 'prev_sold_date' },
    },
  },
  weights: [{ when: cutSample, counts: 0.1 }],
  features,
  // All that a listing says: the same house at another price is another listing.
  identity: Object.keys(columns),
  // One address; `street` alone is a code that several towns share.
  group: ['street', 'zip_code'],
  training: { minRows: 20_000, minSourceShare: 0.8 },
  accept: [
    { metric: 'r2', least: 0.35 },
    { metric: 'rmse', most: 700_000 },
  ],
  objective: { metric: 'r2_log', better: 'higher' },
  drift: {
    columns: ['status', 'bed', 'bath', 'acre_lot', 'state', 'house_size', 'prev_sold_date'],
    share: 0.5,
  },
  slices: ['price', 'status', 'state'],
  comparables: [
    'status',
    'bed',
    'bath',
    'acre_lot',
    'house_size',
    'city',
    'state',
    'zip_code',
    'prev_sold_date',
  ],
  use: {
    intended: [
      'A first idea of what a residential property in the United States is listed or sold for, with how sure that is.',
      'Finding listings whose price stands out from comparable ones, for a person to look at.',
    ],
    notFor: [
      'Appraisals, lending or taxation: it has not seen the property, its condition, or the date of the sale.',
      'Places outside the United States and its territories, land without a building, and commercial property.',
    ],
  },
  limits: [
    'Half of the listings (complete ones for sale, outside of New England and Puerto Rico, at most $300,000) are of a ' +
      'sample that was cut at $300,000: the price chose the rows. Each counts as a tenth of a row in learning, or ' +
      'houses of that kind would be priced too low. Metrics without weights are of the listings as they are, those ' +
      'with weights are nearer to the whole country.',
    'R2 and RMSE in dollars hang on a few very expensive properties: judge by R2 of the log price, the mean absolute ' +
      'error and the median percentage error.',
    'Answers are medians: as many listings cost more as cost less. Sums of answers are below sums of prices.',
  ],
  listed: ['state', 'city', 'status'],
  example: {
    brokered_by: '22611',
    status: 'for_sale',
    bed: 3,
    bath: 2,
    acre_lot: 0.25,
    street: '1758218',
    city: 'Hartford',
    state: 'Connecticut',
    zip_code: '06106',
    house_size: 1800,
    prev_sold_date: '2015-06-30',
  },
};
