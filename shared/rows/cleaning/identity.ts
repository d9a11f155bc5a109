/** Which row is which: equal in all identity columns, once normalised, is the same row. */
import { hash } from 'node:crypto';
import { bucketOf } from '../../ml/split.ts';
import type { ReadColumn } from './read-column.ts';

/** 128 bits of SHA-256, as 16 characters of a byte each. */
export const identityOf = (values: string | Uint8Array): string =>
  hash('sha256', values, 'binary').slice(0, 16);

/** What a row is told apart by in one column. */
type Told = Pick<ReadColumn, 'codes' | 'parts'>;

/** Most rows are shorter; views of their lengths are made once. */
const SHORT = 512;
/** A table writes a little more than it says. */
const SLACK = 4;

/** @returns the identity of a row: that of its parts, one behind the other */
export function identifier(): (columns: readonly Told[], row: number) => string {
  let bytes = new Uint8Array(SHORT + SLACK);
  let view = new DataView(bytes.buffer);
  const short = Array.from({ length: SHORT }, (_, length) => bytes.subarray(0, length));
  return (columns, row) => {
    let at = 0;
    for (const { codes, parts } of columns) {
      const part = codes[row] as number;
      const needed = at + parts.lengthOf(part) + SLACK;
      if (needed > bytes.length) {
        bytes = Buffer.concat([bytes], 2 * needed);
        view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      }
      at = parts.copyTo(view, at, part);
    }
    return identityOf((bytes.length === SHORT + SLACK && short[at]) || bytes.subarray(0, at));
  };
}

/** As 32 hexadecimal digits, which Postgres takes as a uuid. */
export const hexOf = (identity: string): string => Buffer.from(identity, 'latin1').toString('hex');

/**
 * The part of the split: that of the row's group, or its own where a value of the group is missing.
 * @param identity as identityOf() gives it
 */
export function bucketFor(group: readonly string[], identity: string): number {
  return bucketOf(group.length === 0 || group.includes('') ? hexOf(identity) : group.join('\t'));
}
