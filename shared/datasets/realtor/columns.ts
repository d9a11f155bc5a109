/** The 12 columns of a listing, as the source has them. */
import type { ColumnDeclaration } from '../declaration.ts';

export const columns: Readonly<Record<string, ColumnDeclaration>> = {
  brokered_by: {
    type: 'code',
    label: 'Broker',
    description: 'Code of the agency that lists the property',
    optional: true,
  },
  status: {
    type: 'text',
    label: 'Status',
    case: 'lower',
    values: ['for_sale', 'sold', 'ready_to_build'],
  },
  price: {
    type: 'number',
    label: 'Price',
    description: 'Asked, or paid when sold',
    unit: 'USD',
    range: [0, 1e12],
  },
  bed: { type: 'number', label: 'Bedrooms', range: [0, 1_000] },
  bath: { type: 'number', label: 'Bathrooms', range: [0, 1_000] },
  acre_lot: { type: 'number', label: 'Lot', unit: 'acres', range: [0, 1_000_000] },
  street: {
    type: 'code',
    label: 'Street address',
    description: 'Code of the street address; not unique to one property',
    optional: true,
  },
  city: { type: 'text', label: 'City' },
  state: { type: 'text', label: 'State' },
  zip_code: {
    type: 'code',
    label: 'ZIP code',
    description: 'Five digits; a leading zero that was lost on the way is put back',
    width: 5,
  },
  house_size: { type: 'number', label: 'Living space', unit: 'sqft', range: [0, 100_000_000] },
  prev_sold_date: {
    type: 'date',
    label: 'Previous sale',
    description: 'Day of the previous sale',
    dates: 'month/day/year',
  },
};
