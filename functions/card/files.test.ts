/** The card as files: JSON, and a page of it. */
import { expect, test } from 'vitest';
import { cardFiles } from './files.ts';
import { flats, judged, material, rents } from './fixtures/flats.ts';

test('the page is that of the JSON', () => {
  const { json, page } = cardFiles(rents, material(rents), judged(rents, flats(1000)));
  const card = JSON.parse(json) as { format: number; details: { title: string } };
  expect(card.format).toBe(2);
  expect(page).toContain(card.details.title);
});

test('the same training gives the same card, to the last byte', () => {
  const make = () => cardFiles(rents, material(rents), judged(rents, flats(1000)));
  expect(make()).toEqual(make());
});

test('rows without a column that the data set declares make no card, and it says which', () => {
  const { table, bucket } = flats(1000);
  const { built: _, ...columns } = table.columns;
  const without = { table: { ...table, columns }, bucket };
  expect(() => cardFiles(rents, material(rents), judged(rents, without))).toThrow(
    'the rows have no column "built"',
  );
});
