/**
 * Reads each group when somebody asks and what is known has got old. Whoever asks meanwhile waits for the same read. A
 * group that fails, or takes too long, is counted and left out: neither old values nor zeros tell what nobody knows.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { datasets } from '../../shared/datasets/index.ts';
import type { Family } from '../../shared/runtime/exposition.ts';
import { counter, histogram } from '../../shared/runtime/instruments.ts';
import { logger } from '../../shared/runtime/log.ts';
import type { Sql } from '../../shared/store/database.ts';
import type { Group } from './group.ts';

/** A scraper that comes every 15 seconds finds all of it fresh. */
const FRESH_SECONDS = 14;
/** A scrape waits no longer, and neither does a statement run longer. */
const LIMIT_MS = 5000;

const querySeconds = histogram({
  name: 'marea_observe_query_duration_seconds',
  help: 'Time that reading a group of metrics from the database took',
  labelNames: ['group'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

const failures = counter({
  name: 'marea_observe_failures_total',
  help: 'Reads of a group of metrics that failed or took too long; its metrics were left out',
  labelNames: ['group'],
});

export interface ObservingOptions {
  readonly now?: () => number;
  readonly limitMs?: number;
}

/** @returns reads what has got old, and gives all that is known */
export function observing(
  groups: readonly Group[],
  database: () => Sql,
  { now = () => performance.now(), limitMs = LIMIT_MS }: ObservingOptions = {},
): () => Promise<Family[]> {
  const readers = groups.map((group) =>
    reader(group, () => readGroup(group, database(), limitMs), { now, limitMs }),
  );
  return async () => (await Promise.all(readers.map((read) => read()))).flat();
}

function reader(
  { name, freshSeconds = FRESH_SECONDS }: Group,
  read: () => Promise<Family[]>,
  { now, limitMs }: Required<ObservingOptions>,
): () => Promise<Family[]> {
  let known: Family[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const measured = measuring(name, read, limitMs);
  const readNow = async (): Promise<void> => {
    readAt = now();
    known = await measured();
    reading = undefined;
  };
  return async () => {
    if (!reading && now() - readAt >= freshSeconds * 1000) reading = readNow();
    await reading;
    return known;
  };
}

/** Nothing when it fails, which is counted. */
function measuring(group: string, read: () => Promise<Family[]>, limitMs: number): () => Promise<Family[]> {
  const failed = failures.with({ group });
  const seconds = querySeconds.with({ group });
  return async () => {
    const started = performance.now();
    try {
      return await withinLimit(read(), limitMs);
    } catch (error) {
      failed.value += 1;
      logger().warn({ group, error: (error as Error).message }, 'metrics could not be read');
      return [];
    } finally {
      seconds.observe((performance.now() - started) / 1000);
    }
  };
}

/** @throws when it takes longer: a database that hangs must not take the other metrics with it */
async function withinLimit<T>(reading: Promise<T>, limitMs: number): Promise<T> {
  const given = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: given.signal, ref: false }).then(() => {
    throw new Error(`not read within ${limitMs} ms`);
  });
  try {
    return await Promise.race([reading, limit]);
  } finally {
    given.abort();
    // Whichever lost has nobody who waits for it.
    Promise.allSettled([reading, limit]);
  }
}

/** In one transaction: numbers of a group belong together. */
async function readGroup(group: Group, sql: Sql, limitMs: number): Promise<Family[]> {
  return (await sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx.unsafe(`set local statement_timeout = ${limitMs}`);
    return await group.read(tx, datasets());
  })) as Family[];
}
