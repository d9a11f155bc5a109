import { expect, it } from 'vitest';
import { slowUnzstd, unzstd } from './zstd.ts';

// As pyarrow packs it.
const text = 'hello hello hello hello hello\n';
const packed = Buffer.from('28b52ffd201e6d00003868656c6c6f200a0100a94b11', 'hex');

/**
 * One block of 98,047 sequences, all of one code each: no literal, four bytes back, 65,539 bytes. That is billions of
 * copies.
 */
const endless = Buffer.from('28b52ffd2020' + '550000' + '0100' + 'ffffff' + '54' + '000034' + '01', 'hex');

it('either way gives what was packed', () => {
  for (const unpack of [unzstd, slowUnzstd])
    expect(Buffer.from(unpack(packed, text.length)).toString()).toBe(text);
});

it('what a few bytes ask for is ended', () => {
  expect(() => slowUnzstd(endless, 32, 100)).toThrow(
    'not a readable Parquet file: a page takes too long to unpack',
  );
});
