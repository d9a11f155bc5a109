/** Which row is which: equal in all identity columns, once normalised, is the same row. */
import { hash } from 'node:crypto';
import { bucketOf } from '../../ml/split.ts';

/** 128 bits of SHA-256, as 16 characters of a byte each. */
export const identityOf = (values: string): string => hash('sha256', values, 'binary').slice(0, 16);

/** As 32 hexadecimal digits, which Postgres takes as a uuid. */
export const hexOf = (identity: string): string => Buffer.from(identity, 'latin1').toString('hex');

/** The part of the split: that of the row's group, or its own where a value of the group is missing. */
export function bucketFor(group: readonly string[], identity: string): number {
  return bucketOf(group.length === 0 || group.includes('') ? identity : group.join('\t'));
}
