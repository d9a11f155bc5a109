/** Brings the snapshot of the keys into the object store, as the tables have it. */
import { isDeepStrictEqual } from 'node:util';
import type { Sql, Transaction } from '../store/database.ts';
import { type Address, NoSuchObject, type ObjectStore } from '../store/objects.ts';
import { raiseSerial, validKeys } from './keys.ts';
import {
  type KeySnapshot,
  SNAPSHOT_OBJECT,
  sealed,
  signingKey,
  unsealed,
  verifyingHalf,
  verifyingKey,
} from './snapshot.ts';

export const SNAPSHOT_ADDRESS: Address = { bucket: 'models', key: SNAPSHOT_OBJECT };

type Objects = Pick<ObjectStore, 'read' | 'put'>;

/**
 * Mends exactly what differs: one that is missing, damaged, stale or signed by somebody else. Of two at once the later
 * one sees what the earlier has written.
 * @param seed ACCESS_SIGNING_KEY
 * @returns whether there was a need to
 */
export async function publishKeys(sql: Sql, objects: Objects, seed: string): Promise<boolean> {
  return await sql.begin(async (tx) => {
    // Not the lock of the changes: these do not wait for an object store.
    await tx`select pg_advisory_xact_lock(hashtextextended('key snapshot', 0))`;
    const stored = await storedSnapshot(objects, seed);
    const wanted = await wantedOver(tx, stored);
    if (stored && isDeepStrictEqual(told(stored), told(wanted))) return false;
    await objects.put(
      SNAPSHOT_ADDRESS,
      sealed({ ...wanted, made: new Date().toISOString() }, signingKey(seed)),
    );
    return true;
  });
}

/** Whether the snapshot says what the tables say. */
export async function isPublished(sql: Sql, objects: Objects, seed: string): Promise<boolean> {
  const stored = await storedSnapshot(objects, seed);
  return stored !== undefined && isDeepStrictEqual(told(stored), told(await validKeys(sql)));
}

type Told = Pick<KeySnapshot, 'serial' | 'keys'>;

const told = ({ serial, keys }: Told): Told => ({ serial, keys });

/** Tables that were brought back from a backup count from behind: functions have seen later numbers. */
async function wantedOver(tx: Transaction, stored: KeySnapshot | undefined): Promise<Told> {
  const wanted = await validKeys(tx);
  if (!stored || stored.serial <= wanted.serial) return wanted;
  return { ...wanted, serial: await raiseSerial(tx, stored.serial) };
}

/** @returns undefined when there is none that can be trusted. @throws when the store does not answer */
async function storedSnapshot(objects: Objects, seed: string): Promise<KeySnapshot | undefined> {
  const bytes = await objects.read(SNAPSHOT_ADDRESS).catch(undefinedForNone);
  if (!bytes) return undefined;
  try {
    return unsealed(bytes.toString(), verifyingKey(verifyingHalf(seed)));
  } catch {
    return undefined;
  }
}

function undefinedForNone(error: unknown): undefined {
  if (error instanceof NoSuchObject) return undefined;
  throw error;
}
