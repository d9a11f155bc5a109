/** Forgets by policy, or says what would be forgotten. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../store/database.ts';
import type { ObjectStore } from '../../store/objects.ts';
import { type Ages, type ObjectPolicy, objectPolicies, type TablePolicy, tablePolicies } from './policy.ts';
import { countOld, deleteOld } from './rows.ts';
import { oldObjects } from './workspaces.ts';

export interface Stores {
  readonly sql: Sql;
  readonly objects: Pick<ObjectStore, 'list' | 'removeAll'>;
}

/** What one policy took, or would take. */
export interface Forgotten {
  /** A table, or what the objects are. */
  readonly what: string;
  readonly unit: 'rows' | 'objects';
  /** They are kept for so long. */
  readonly days: number;
  readonly count: number;
  /** Why it stopped on the way, if it did. */
  readonly error?: string;
}

export interface Pace {
  /** Rest between two batches, in which others have the stores to themselves; default 100 ms. */
  readonly pauseMs?: number;
  /** When it is to end, whatever is left: the next night goes on. */
  readonly signal?: AbortSignal;
}

/** What would go now; nothing is changed. */
export async function wouldForget({ sql, objects }: Stores, ages: Ages): Promise<Forgotten[]> {
  const forgotten: Forgotten[] = [];
  for (const policy of tablePolicies(ages))
    forgotten.push({ ...rowsOf(policy), count: await countOld(sql, policy) });
  for (const policy of objectPolicies(ages))
    forgotten.push({ ...objectsOf(policy), count: (await oldObjects(sql, objects, policy)).length });
  return forgotten;
}

/** Each policy by itself: one that fails says so in its line, and the others go on. */
export async function forget(stores: Stores, ages: Ages, pace: Pace = {}): Promise<Forgotten[]> {
  const forgotten: Forgotten[] = [];
  for (const policy of tablePolicies(ages))
    forgotten.push(await counted(rowsOf(policy), deleteOld(stores.sql, policy), pace));
  for (const policy of objectPolicies(ages))
    forgotten.push(await counted(objectsOf(policy), removeOld(stores, policy), pace));
  return forgotten;
}

type Line = Omit<Forgotten, 'count' | 'error'>;
const rowsOf = ({ table, days }: TablePolicy): Line => ({
  what: table.replace('marea.', ''),
  unit: 'rows',
  days,
});
const objectsOf = ({ what, days }: ObjectPolicy): Line => ({ what, unit: 'objects', days });

async function counted(
  line: Line,
  batches: AsyncIterable<number>,
  { pauseMs = 100, signal }: Pace,
): Promise<Forgotten> {
  let count = 0;
  try {
    signal?.throwIfAborted();
    for await (const gone of batches) {
      count += gone;
      await sleep(pauseMs, undefined, { signal });
    }
    return { ...line, count };
  } catch (error) {
    return { ...line, count, error: signal?.aborted ? 'out of time' : (error as Error).message };
  }
}

const OBJECTS_PER_BATCH = 50;

async function* removeOld({ sql, objects }: Stores, policy: ObjectPolicy): AsyncGenerator<number> {
  const old = await oldObjects(sql, objects, policy);
  for (let start = 0; start < old.length; start += OBJECTS_PER_BATCH) {
    const batch = old.slice(start, start + OBJECTS_PER_BATCH);
    for (const { bucket, key } of batch) await objects.removeAll(bucket, key);
    yield batch.length;
  }
}
