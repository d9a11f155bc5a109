/** Files that lie, are cut or damaged: refused with a reason, whatever they say, and never for long. */
import { describe, expect, it } from 'vitest';
import { FormatError } from '../format-error.ts';
import { fixture, LIMITS, tableOf } from './fixtures/read.ts';
import { openParquet } from './parquet.ts';

const names = [
  'pyarrow-none',
  'pyarrow-snappy',
  'pyarrow-lz4',
  'pyarrow-gzip',
  'pyarrow-encodings',
  'pyarrow-v2',
  'duckdb',
  'duckdb-v2',
  'polars',
];

/** Numbers that look random and are the same each time. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What reading gives: the table, or why not. Anything else than a FormatError is a fault of ours. */
function outcome(file: Buffer): Record<string, unknown[]> | 'refused' {
  try {
    return tableOf(file);
  } catch (error) {
    if (error instanceof FormatError) return 'refused';
    throw error;
  }
}

const metadataStart = (file: Buffer): number => file.length - 8 - file.readUInt32LE(file.length - 8);

function flipped(
  file: Buffer,
  random: () => number,
  [from, to]: readonly [number, number],
  flips: number,
): Buffer {
  const damaged = Buffer.from(file);
  for (let i = 0; i < flips; i++) {
    const at = from + Math.floor(random() * (to - from));
    damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(random() * 8));
  }
  return damaged;
}

describe.each(names)('%s', (name) => {
  const file = fixture(name);

  it('cut anywhere, it is refused', () => {
    const random = mulberry(1);
    for (let i = 0; i < 100; i++)
      expect(outcome(file.subarray(0, Math.floor(random() * file.length)))).toBe('refused');
  });

  it('with bits flipped anywhere, it is refused, or has the rows that it declares', () => {
    const random = mulberry(2);
    const start = metadataStart(file);
    for (let i = 0; i < 150; i++) {
      const where = i % 2 === 0 ? ([0, start] as const) : ([start, file.length] as const);
      const found = outcome(flipped(file, random, where, 1 + (i % 3)));
      if (found === 'refused') continue;
      expect(new Set(Object.values(found).map((values) => values.length)).size).toBe(1);
    }
  });
});

it('with the sums that pyarrow writes beside pages, bits flipped in them never change a value', () => {
  const file = fixture('pyarrow-none');
  const right = tableOf(file);
  const random = mulberry(3);
  let refused = 0;
  for (let i = 0; i < 300; i++) {
    const found = outcome(flipped(file, random, [4, metadataStart(file)], 1));
    if (found === 'refused') refused += 1;
    // What a header says beside, such as how many bytes a page becomes, may change, and its values stay.
    else expect(found).toEqual(right);
  }
  expect(refused).toBeGreaterThan(150);
});

describe('what is declared is checked before anything is decoded', () => {
  it('four million nulls in half a kilobyte', () => {
    expect(() => openParquet(fixture('nulls'), LIMITS)).toThrow('declares 4000000 rows in 465 bytes');
  });

  it.each([
    ['rows', { rows: 100 }, /declares 120 rows, at most 100 are read/],
    ['columns', { columns: 19 }, /has 20 columns, at most 19 are read/],
    ['bytes', { bytes: 10_000 }, /bytes once unpacked, at most 10000 are read/],
  ])('%s', (_, limit, message) => {
    expect(() => openParquet(fixture('pyarrow-snappy'), { ...LIMITS, ...limit })).toThrow(message);
  });

  it('and while it is decoded: memory, and values', () => {
    expect(() => tableOf(fixture('pyarrow-snappy'), { ...LIMITS, held: 1000 })).toThrow(/memory at a time/);
    expect(() => tableOf(fixture('pyarrow-encodings'), { ...LIMITS, value: 10 })).toThrow(
      /longer than 10 bytes/,
    );
  });
});

it('nulls by the million need no memory to speak of where they are let in', () => {
  const limits = { ...LIMITS, ratio: 10_000, held: 1000 };
  const { rows, columns, read } = openParquet(fixture('nulls'), limits);
  const next = read(columns.map(({ name }) => name));
  let nulls = 0;
  for (let row = 0; row < rows; row++) for (const value of next) if (value() === null) nulls += 1;
  expect(nulls).toBe(12_000_000);
});

it('an encrypted file is told as one', () => {
  const file = Buffer.from(fixture('binary'));
  file.write('PARE', file.length - 4, 'latin1');
  expect(() => openParquet(file, LIMITS)).toThrow(/encrypted: send it without/);
});
