/** What `npm run dataset -- draft` prints. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultsOf } from '../../shared/datasets/check.ts';
import { draftedText, nameFrom } from './draft-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-draft-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A price hangs on the size, the district, and what neither tells. */
const path = join(folder, 'House Prices.csv');
const rows = Array.from({ length: 300 }, (_, i) => {
  const size = 20 + ((i * 37) % 100);
  return `${size},${i % 3 === 0 ? 'Old Town' : 'Harbour'},${10 * size + (i % 3 === 0 ? 0 : 10) + 30 * (i % 11)}`;
});
writeFileSync(path, `size,district,price\n${rows.join('\n')}\n`);

it('is YAML of a declaration without a fault, with a comment before a choice', async () => {
  const text = await draftedText(path, { target: 'price' });
  const dataset: unknown = parse(text);
  expect(faultsOf(dataset)).toEqual([]);
  expect(dataset).toMatchObject({ name: 'house-prices', target: { column: 'price', task: 'regression' } });
  expect(text).toMatch(/ {2}# whole numbers; \d+ different\n {2}# seen: as it is\n {2}size:/);
  expect(text).toMatch(/# a quick fit .* is asked for\naccept:/);
});

it.each([
  [{}, '--target is missing'],
  [{ target: 'prise' }, 'did you mean "price"?'],
  [{ target: 'price', task: 'ranking' }, 'expected regression or classification'],
  [{ target: 'district', task: 'regression' }, 'a regression needs numbers'],
  [{ target: 'price', name: 'Not A Name' }, 'lower case'],
])('%j is refused: %s', async (options, message) => {
  await expect(draftedText(path, options)).rejects.toThrow(message);
});

it.each([
  ['/tmp/House Prices.csv.gz', 'house-prices'],
  ['2021 sales.tsv', 'sales'],
  ['-', 'drafted'],
])('%s is called %s', (file, name) => expect(nameFrom(file)).toBe(name));
