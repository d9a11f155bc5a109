/** A file is looked at as it would be taken: what each row and each value of it would become. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { profileKinds } from '../../datasets/kinds.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { profileOf } from '../../stats/profile/profile-of.ts';
import { limits } from '../reading/limits.ts';
import { checkFile } from './check-file.ts';
import type { FileCheck, ReadFile } from './file-check.ts';

const names = Object.keys(realtor.columns);
type Row = Readonly<Record<string, string>>;
const listing: Row = { status: 'for_sale', price: '250000', bed: '3', city: 'Rome', state: 'Ohio' };
const quoted = (value: string): string => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = (rows: readonly Row[], more = ''): string =>
  [names, ...rows.map((row) => names.map((name) => quoted(row[name] ?? '')))]
    .map((line) => line.join(','))
    .join('\n')
    .concat('\n', more);

async function check(text: string | Buffer, filename = 'rows.csv', most = {}): Promise<FileCheck> {
  async function* open() {
    yield Buffer.from(text);
  }
  return await checkFile({ open, named: { filename } }, realtor, { ...limits, ...most }, undefined);
}

async function read(text: string | Buffer, filename?: string): Promise<ReadFile> {
  const checked = await check(text, filename);
  if (checked.refused !== null) throw new Error(checked.refused);
  return checked;
}

/** Listings that are no two alike. */
const several = (count: number, more: (index: number) => Row = () => ({})): Row[] =>
  Array.from({ length: count }, (_, index) => ({ ...listing, street: `s${index}`, ...more(index) }));

const column = ({ columns }: ReadFile, name: string) => columns.find((one) => one.column === name);

describe('rows', () => {
  test('are received, and each is clean, rejected or a duplicate', async () => {
    const rows = [...several(3), listing, listing, { ...listing, price: '' }, { ...listing, price: '-5' }];
    const found = await read(csv(rows, 'three,fields,only\n'));
    const rejected = found.rejected.reduce((sum, one) => sum + one.rows, 0);
    expect([found.received, found.clean, found.duplicate, rejected]).toEqual([8, 4, 1, 3]);
    expect(found.rejected.find(({ reason }) => reason === 'malformed')).toEqual({
      reason: 'malformed',
      rows: 1,
      example: { row: 8, text: 'three,fields,only' },
    });
    expect(found.rejected.find(({ example }) => example.row === 6)?.example.text).toBe(
      '{"status":"for_sale","bed":"3","city":"Rome","state":"Ohio"}',
    );
  });

  test('are the same in every format', async () => {
    const rows = several(3);
    const expected = await read(csv(rows));
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    for (const [text, name, format] of [
      [gzipSync(csv(rows)), 'x.csv.gz', 'csv'],
      [JSON.stringify(rows), 'x.json', 'json'],
      [lines, 'x.ndjson', 'ndjson'],
    ] as const)
      expect(await read(text, name)).toEqual({ ...expected, reading: { format } });
  });

  test('go through frames of thousands, values with commas and quotes among them', async () => {
    const found = await read(csv(several(20_000, (index) => ({ city: index % 2 ? 'Rome' : 'a "b", c' }))));
    expect(found).toMatchObject({ received: 20_000, clean: 20_000, duplicate: 0, rejected: [] });
    expect(column(found, 'city')).toMatchObject({ read: 20_000, missing: 0 });
  });
});

describe('values', () => {
  test('are read, missing or unreadable, with three examples of these', async () => {
    const lots = ['0.2', '', 'a third', 'a half', 'a third', 'a fifth', 'a tenth'];
    const found = await read(csv(several(lots.length, (index) => ({ acre_lot: lots[index] ?? '' }))));
    expect(column(found, 'acre_lot')).toEqual({
      column: 'acre_lot',
      read: 1,
      missing: 1,
      unreadable: 5,
      examples: ['a third', 'a half', 'a fifth'],
      form: null,
    });
    expect(found.held).toContain('acre_lot');
  });

  test('are read in the form that all of their column agree on, which is said', async () => {
    const found = await read(csv(several(40, (index) => ({ price: `$${250 + index},000` }))));
    expect(column(found, 'price')).toMatchObject({ read: 40, unreadable: 0, form: '$1,234.5' });
    expect(found).toMatchObject({ clean: 40, held: null });
  });
});

describe('drift', () => {
  const profile = (count: number, price: number) =>
    profileOf(
      {
        rows: count,
        columns: Object.fromEntries(
          Object.entries(profileKinds(realtor)).map(([name, kind]) => [
            name,
            kind === 'numeric'
              ? Float64Array.from({ length: count }, (_, i) => (name === 'price' ? price + i : Number.NaN))
              : Array.from({ length: count }, () => listing[name] ?? null),
          ]),
        ),
      },
      profileKinds(realtor),
    );
  const against = async (count: number, reference = profile(2000, 250_000)) => {
    async function* open() {
      yield Buffer.from(
        csv(several(count, (index) => ({ price: String(900_000 + (index * 2000) / count) }))),
      );
    }
    const found = await checkFile({ open, named: {} }, realtor, limits, reference);
    return found.refused === null ? found.drift : undefined;
  };

  test('is told against the profile of production', async () => {
    expect(await against(600)).toMatchObject({ drifted: true, targetDrifted: true });
    expect(await against(600, profile(2000, 900_000))).toMatchObject({ targetDrifted: false });
  });

  test('is not told of fewer rows than that takes', async () => {
    expect(await against(400)).toMatchObject({
      drifted: false,
      reason: 'too few rows to tell (400 of 500)',
    });
  });
});

test.each([
  ['another file', 'a,b\n1,2\n', {}, /columns/],
  ['a header alone', csv([]), {}, /no rows/],
  ['too many rows', csv(several(3)), { rows: 2 }, /more than 2 rows/],
  ['nothing', '', {}, /empty/],
])('%s would be refused, and why', async (_, text, most, reason) => {
  expect(await check(text, 'rows.csv', most)).toEqual({ refused: expect.stringMatching(reason) });
});
