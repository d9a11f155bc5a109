/** The key with which the embedded platform signs the snapshot of its API keys: made at the first start, kept beside the data. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { verifyingHalf } from '../../shared/access/snapshot.ts';
import { keptSecret } from './stores/kept-secret.ts';

/** Bytes of an Ed25519 seed. */
const SEED = 32;

/**
 * The Secrets of which the manifests speak: console and reconcile have the one that signs, all the other.
 * @throws when the file holds something else
 */
export function signingSecrets(data: string): Record<string, Record<string, string>> {
  const file = join(data, 'signing-key');
  const seed = keptSecret(file, () => randomBytes(SEED).toString('base64'));
  if (Buffer.from(seed, 'base64').length !== SEED)
    throw new Error(
      `${file} holds no signing key (32 bytes, base64): without it a new one is made at the next start`,
    );
  return {
    'marea-access': { ACCESS_VERIFY_KEY: verifyingHalf(seed) },
    'marea-signing': { ACCESS_SIGNING_KEY: seed },
  };
}
