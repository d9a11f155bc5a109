/** Thousands of messy CSV files: what we read of them is what Python's csv reads, or a reason. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { realtor } from '../shared/datasets/realtor/index.ts';
import { FormatError } from '../shared/formats/index.ts';
import { seeded } from '../shared/ml/random.ts';
import { fileRows } from '../shared/rows/reading/file.ts';
import { limits } from '../shared/rows/reading/limits.ts';
import type { RowFile } from '../shared/rows/reading/row-file.ts';
import { type MessyFile, messyFile } from './messy/csv-files.ts';
import {
  type ReferenceDialect,
  referenceFile,
  referenceRecord,
  referenceRows,
} from './messy/reference-csv.ts';
import { inPieces, type Told, toldBy } from './messy/told.ts';

const dataset = {
  ...realtor,
  name: 'fruit',
  columns: {
    id: { type: 'code', label: 'Id' },
    kind: { type: 'text', label: 'Kind' },
    weight: { type: 'number', label: 'Weight' },
  },
} as const;

const fixture = <T>(name: string): T[] =>
  JSON.parse(
    readFileSync(new URL(`../shared/rows/reading/fixtures/${name}`, import.meta.url), 'utf8'),
  ) as T[];

it('the reference reader of these tests is Python’s csv', () => {
  interface Reading {
    text: string;
    lf: string[][] | null;
    any: string[][] | null;
  }
  for (const { text, lf, any } of fixture<Reading>('csv-texts.json')) {
    const rows = (anyLineEnd: boolean) => referenceRows(text, { separator: ',', anyLineEnd });
    expect([text, rows(false)]).toEqual([text, lf?.filter((row) => row.length > 0) ?? null]);
    expect([text, rows(true)]).toEqual([text, any?.filter((row) => row.length > 0) ?? null]);
  }
});

interface Program {
  name: string;
  rows: string[][];
  base64: string;
}
it.each(fixture<Program>('csv-programs.json'))('as $name writes it', async ({ name, rows, base64 }) => {
  for (const size of [7, 100_000]) {
    const file = await fileRows(inPieces(Buffer.from(base64, 'base64'), [size]), {}, dataset, limits);
    expect(await toldBy(file)).toEqual(rows.map(([id, kind, weight]) => ({ row: { id, kind, weight } })));
    expect(file.reading).toEqual(READINGS[name] ?? { format: 'csv' });
  }
});

const READINGS: Record<string, RowFile['reading']> = {
  'Excel: CSV where the comma is decimal': { format: 'csv', separator: ';', encoding: 'windows-1252' },
  'Excel: Unicode text': { format: 'csv', separator: '\t', encoding: 'utf-16le' },
  'pandas: to_csv': { format: 'csv', dropped: [''] },
  'pandas: semicolons, everything quoted': { format: 'csv', separator: ';' },
  'DuckDB: pipes': { format: 'csv', separator: '|' },
  'Polars: tabs': { format: 'csv', separator: '\t' },
};

const FILES = 4000;

it(`${FILES} files: equal, or rejected or refused with a reason`, { timeout: 120_000 }, async () => {
  const seen = { whole: 0, damaged: 0, rejected: 0, encoding: 0, refused: 0 };
  for (let seed = 0; seed < FILES; seed++) {
    const random = seeded('messy', seed);
    const messy = messyFile(random);
    const read = await reading(messy, [1 + Math.floor(random() * 40), 1 + Math.floor(random() * 9)]);
    if (read instanceof FormatError) {
      expect([seed, messy.isDamaged, read.message.length > 10]).toEqual([seed, true, true]);
      seen.refused += 1;
      continue;
    }
    const { told, file } = read;
    if (!messy.isDamaged)
      expect([seed, told]).toEqual([seed, messy.rows.map((row) => ({ row: { ...row } }))]);
    expect([seed, told]).toEqual([seed, expectedOf(messy.bytes, file)]);
    seen[messy.isDamaged ? 'damaged' : 'whole'] += 1;
    if (told.some((row) => 'problem' in row)) seen.encoding += 1;
    else if (told.some((row) => 'malformed' in row)) seen.rejected += 1;
    else expect([seed, told.length]).toEqual([seed, receivedOf(messy.bytes, file)]);
  }
  // Each of these was there, and often.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(FILES / 50);
});

async function reading(
  { bytes, mediaType }: MessyFile,
  pieces: readonly number[],
): Promise<{ told: Told[]; file: RowFile } | FormatError> {
  try {
    const file = await fileRows(
      inPieces(bytes, pieces),
      { filename: 'x.csv', ...(mediaType && { mediaType }) },
      dataset,
      limits,
    );
    return { told: await toldBy(file), file };
  } catch (cause) {
    if (cause instanceof FormatError) return cause;
    throw cause;
  }
}

/** By the reference reader, with the separator and the encoding that were found. */
function expectedOf(bytes: Buffer, { reading, columns }: RowFile): Told[] {
  const { text, stored } = decoded(bytes, reading.encoding);
  const dialect = dialectOf(text, reading.separator);
  const header = referenceRecord(text, startOf(text), dialect);
  const places = columns.map((name) => header.fields.findIndex((field) => stored(field)?.trim() === name));
  const records = referenceFile(text, header.next, header.fields.length, dialect);
  return Array.from(records, (record) => {
    const whole = stored('malformed' in record ? record.malformed : record.text);
    if (whole === undefined) return { malformed: expect.any(String), problem: 'encoding' };
    if ('malformed' in record) return { malformed: whole };
    return {
      row: Object.fromEntries(
        columns.map((name, i) => [name, stored(record.fields[places[i] ?? -1] ?? '')]),
      ) as Record<string, string>,
    };
  });
}

/** How many records csv.reader has behind the header. */
function receivedOf(bytes: Buffer, { reading }: RowFile): number | undefined {
  const { text } = decoded(bytes, reading.encoding);
  const rows = referenceRows(text.slice(startOf(text)), dialectOf(text, reading.separator));
  return rows ? rows.length - 1 : undefined;
}

/** A carriage return alone ends lines where it ends the header. */
function dialectOf(text: string, separator = ','): ReferenceDialect {
  const { next } = referenceRecord(text, startOf(text), { separator, anyLineEnd: true });
  const returns = /\r*$/.exec(text.slice(0, next))?.[0] ?? '';
  const anyLineEnd = returns !== '' && next < text.length && !/^\r*\n/.test(text.slice(next));
  return { separator, anyLineEnd };
}

/** Blank lines before the header are none. */
const startOf = (text: string): number => /^[\r\n]*/.exec(text)?.[0].length ?? 0;

interface Decoded {
  readonly text: string;
  /** A piece of it as it should be stored; undefined where it cannot be. */
  readonly stored: (piece: string) => string | undefined;
}

function decoded(bytes: Buffer, encoding = 'utf-8'): Decoded {
  if (encoding === 'utf-8') return asBytes(bytes);
  const text = encoding === 'windows-1252' ? western(bytes) : wide(bytes, encoding === 'utf-16be');
  const isStorable = (piece: string): boolean => !/[\0\p{Surrogate}]/u.test(piece);
  return { text: text.replace(/^\uFEFF/, ''), stored: (piece) => (isStorable(piece) ? piece : undefined) };
}

/** One letter a byte, so that what is no UTF-8 stays where it is. */
function asBytes(bytes: Buffer): Decoded {
  const stored = (piece: string): string | undefined => {
    const own = Buffer.from(piece, 'latin1');
    return isUtf8(own) && !own.includes(0) ? own.toString('utf8') : undefined;
  };
  return { text: bytes.toString('latin1').replace(/^\xEF\xBB\xBF/, ''), stored };
}

function western(bytes: Buffer): string {
  const decoder = new TextDecoder('windows-1252');
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** A last odd byte is half a character. */
function wide(bytes: Buffer, isBigEndian: boolean): string {
  const units = Array.from({ length: bytes.length >> 1 }, (_, i) =>
    isBigEndian ? bytes.readUInt16BE(2 * i) : bytes.readUInt16LE(2 * i),
  );
  return String.fromCharCode(...units, ...(bytes.length % 2 === 1 ? [0xd800] : []));
}
