import { expect, it } from 'vitest';
import { reasonToHold } from './hold.ts';

const columns = {
  price: { type: 'number', label: 'Price' },
  sold: { type: 'date', label: 'Sold on' },
} as const;
const of = (values: number, present: number) => ({ values, of: present, examples: ['1 555 EUR', '"x"'] });

it('a twentieth of a column may be unreadable, more holds the batch', () => {
  expect(reasonToHold({ columns }, { price: of(50, 1000) })).toBeUndefined();
  expect(reasonToHold({ columns }, { price: of(51, 1000) })).toContain(
    'Price (price): 51 of 1,000 values, such as "1 555 EUR", "\\"x\\""',
  );
});

it('a data set may declare another share', () => {
  const declared = (unreadable: number) => ({ columns, unreadable });
  expect(reasonToHold(declared(0.5), { price: of(500, 1000) })).toBeUndefined();
  expect(reasonToHold(declared(0.001), { price: of(5, 1000) })).toContain('more than 0.1 % of a column');
});

it('columns that are read well do not make up for one that is not', () => {
  const reason = reasonToHold({ columns }, { price: of(1, 1000), sold: of(90, 100) });
  expect(reason).toContain('Sold on (sold): 90 of 100 values');
  expect(reason).not.toContain('Price');
});

it('a handful of slips is no way of writing: four of four values do not hold a batch, five do', () => {
  expect(reasonToHold({ columns }, { price: of(4, 4) })).toBeUndefined();
  expect(reasonToHold({ columns }, { price: of(5, 5) })).toBeDefined();
});
