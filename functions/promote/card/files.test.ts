/** The card as files: JSON, a page of it, and no obstacle to a model. */
import { expect, test } from 'vitest';
import type { Logger } from '../../../shared/runtime/log.ts';
import { cardFiles } from './files.ts';
import { flats, judged, material, rents } from './fixtures/flats.ts';

const lines: object[] = [];
const log = { error: (line: object) => lines.push(line) } as unknown as Logger;

test('the page is that of the JSON', () => {
  const files = cardFiles(rents, material(rents), judged(rents, flats(1000)), log);
  const card = JSON.parse(files?.json ?? '') as { format: number; details: { title: string } };
  expect(card.format).toBe(1);
  expect(files?.page).toContain(card.details.title);
  expect(lines).toEqual([]);
});

test('the same training gives the same card, to the last byte', () => {
  const make = () => cardFiles(rents, material(rents), judged(rents, flats(1000)), log);
  expect(make()).toEqual(make());
});

test('a card that cannot be made is said so, and stops nothing', () => {
  const { table, bucket } = flats(1000);
  const { built: _, ...columns } = table.columns;
  const without = { table: { ...table, columns }, bucket };
  expect(cardFiles(rents, material(rents), judged(rents, without), log)).toBeUndefined();
  expect(lines).toEqual([
    expect.objectContaining({ version: 2, error: 'the snapshot has no column "built"' }),
  ]);
});
