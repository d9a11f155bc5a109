import { expect, it } from 'vitest';
import { realtor } from '../../datasets/realtor/index.ts';
import { frameColumn } from './frame.ts';
import { processor } from './process.ts';

const house = {
  brokered_by: '22611',
  status: 'for_sale',
  price: '250000',
  bed: '3',
  bath: '2',
  acre_lot: '0.25',
  street: '9007199254740993',
  city: 'S\u00e3o Paulo',
  state: 'New York',
  zip_code: '06016',
  house_size: '1800',
  prev_sold_date: '2022-03-22',
};

/** How many of the rows are new, when each is the house with other spellings of some values. */
function newRows(...spellings: readonly Partial<typeof house>[]): number {
  const rows = spellings.map((spelling) => ({ ...house, ...spelling }));
  const names = Object.keys(realtor.columns) as (keyof typeof house)[];
  const frame = {
    rows: rows.length,
    rowNumbers: rows.map((_, row) => row + 1),
    malformed: rows.map(() => ''),
    columns: names.map((name) => frameColumn(rows.map((row) => row[name]))),
  };
  return processor(realtor)(frame).candidates.rows.length;
}

it('rows that differ only in how their values are spelled are one row', () => {
  expect(
    newRows(
      {},
      { city: 'Sa\u0303o Paulo' },
      { city: ' S\u00e3o\u00a0Paulo', state: 'New  York' },
      { city: 'S\u00e3o Pau\u200blo', state: '\ufeffNew\u2009York' },
      { prev_sold_date: '2022/03/22' },
      { prev_sold_date: '2022-3-22' },
      { prev_sold_date: '20220322' },
      { prev_sold_date: '3/22/2022' },
      { prev_sold_date: '2022-03-22 00:00:00' },
      { prev_sold_date: '22 Mar 2022' },
      { zip_code: '6016.0', brokered_by: '22611.0' },
      { price: '2.5e5', bed: '+3', bath: '2.0', house_size: '\u00a01800' },
    ),
  ).toBe(1);
});

it('rows that differ in a value are several, however near that is', () => {
  expect(
    newRows(
      {},
      { city: 'Sao Paulo' },
      { city: 'S\u00e3oPaulo' },
      { city: 's\u00e3o paulo' },
      { street: '9007199254740992' },
      { prev_sold_date: '2022-03-23' },
      { bed: '4' },
    ),
  ).toBe(7);
});
