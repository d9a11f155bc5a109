/** API keys as the platform publishes them: made here, in a signed snapshot in the object store. */
import { makeKeyText } from '../../shared/access/key-text.ts';
import {
  type KnownKey,
  SNAPSHOT_OBJECT,
  sealed,
  signingKey,
  verifyingHalf,
} from '../../shared/access/snapshot.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';

/** What the platform signs with. */
export const SEED = Buffer.alloc(32, 13).toString('base64');

/** What a function is told to check snapshots with. */
export const VERIFY_KEY = verifyingHalf(SEED);

export interface MadeKey {
  readonly known: KnownKey;
  /** As its holder sends it. */
  readonly text: string;
}

export function makeKey(given: Partial<Omit<KnownKey, 'id' | 'hash'>> = {}): MadeKey {
  const { id, text, hash } = makeKeyText();
  return {
    text,
    known: { id, hash, name: 'test', roles: ['viewer'], datasets: '*', expires: null, ...given },
  };
}

export const snapshotText = (serial: number, keys: readonly MadeKey[], seed = SEED): string =>
  sealed(
    { serial, made: '2026-01-02T03:04:05.000Z', keys: keys.map(({ known }) => known) },
    signingKey(seed),
  );

export const publish = (objects: ObjectStore, serial: number, keys: readonly MadeKey[]): Promise<void> =>
  objects.put({ bucket: 'models', key: SNAPSHOT_OBJECT }, snapshotText(serial, keys));

export const bearer = ({ text }: Pick<MadeKey, 'text'>): Record<string, string> => ({
  authorization: `Bearer ${text}`,
});
