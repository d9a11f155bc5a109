/**
 * The keys that are valid, as functions read them: one small object in the store, signed (Ed25519), so that who may write
 * there cannot make a key, and a function that looks one up needs no database.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { isRole, type Role } from './roles.ts';

/** In the bucket `models`. */
export const SNAPSHOT_OBJECT = 'access/keys.json';

export interface KnownKey {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of its secret, hexadecimal. */
  readonly hash: string;
  readonly roles: readonly Role[];
  readonly datasets: '*' | readonly string[];
  /** ISO 8601; null never. */
  readonly expires: string | null;
}

/** Neither revoked nor expired keys, when it was made. */
export interface KeySnapshot {
  /** Rises with each change: an earlier one put back in the place of a later is not taken. */
  readonly serial: number;
  /** ISO 8601. */
  readonly made: string;
  readonly keys: readonly KnownKey[];
}

/** @param seed 32 bytes, base64: ACCESS_SIGNING_KEY */
export const signingKey = (seed: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([PKCS8, Buffer.from(seed, 'base64')]),
    format: 'der',
    type: 'pkcs8',
  });

/** @param raw 32 bytes, base64: ACCESS_VERIFY_KEY */
export const verifyingKey = (raw: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(raw, 'base64')]), format: 'der', type: 'spki' });

/** What belongs to a signing key, as verifyingKey() takes it. */
export const verifyingHalf = (seed: string): string =>
  createPublicKey(signingKey(seed))
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI.length)
    .toString('base64');

/** RFC 8410: what stands before the 32 bytes of a key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** @returns JSON: the snapshot as text, and its signature beside */
export function sealed(snapshot: KeySnapshot, key: KeyObject): string {
  const payload = JSON.stringify(snapshot);
  return JSON.stringify({ payload, signature: sign(null, Buffer.from(payload), key).toString('base64') });
}

/** @throws when it is damaged, or nobody who may has signed it */
export function unsealed(text: string, key: KeyObject): KeySnapshot {
  const { payload, signature } = JSON.parse(text) as { payload?: unknown; signature?: unknown };
  if (typeof payload !== 'string' || typeof signature !== 'string')
    throw new Error('the snapshot of the keys has no payload or no signature');
  if (!verify(null, Buffer.from(payload), key, Buffer.from(signature, 'base64')))
    throw new Error('the snapshot of the keys is signed by somebody else');
  return checked(JSON.parse(payload) as KeySnapshot);
}

/** A later release may have roles that this one does not know: they give nothing here. */
function checked(snapshot: KeySnapshot): KeySnapshot {
  return { ...snapshot, keys: snapshot.keys.map((key) => ({ ...key, roles: key.roles.filter(isRole) })) };
}
