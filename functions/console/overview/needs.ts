/** What does not go on by itself: the newest first, what concerns what is served before the rest. */
import type { Principal } from '../../../shared/access/principal.ts';
import type { Need } from '../../../shared/api/overview.ts';
import { lettersFor, waitingKinds } from '../../../shared/runtime/dead-letters.ts';
import { stalledWork } from '../../../shared/runtime/stalled.ts';
import type { Query } from '../../../shared/store/database.ts';
import { type BatchBar, batchesOfConcern } from '../../../shared/tracking/batch-lines.ts';
import { driftNow } from '../../../shared/tracking/drift-checks.ts';
import { lastTakenBack } from '../../../shared/tracking/history.ts';
import { damagedVersions } from '../../../shared/tracking/registry.ts';

/** Batches of before are history. */
const LATELY = { days: 7, limit: 50 };

export async function needsOf(sql: Query, principal: Principal, names: readonly string[]): Promise<Need[]> {
  const found = await Promise.all([
    damaged(sql, names),
    takenBack(sql, names),
    drifted(sql, names),
    stalled(sql, names),
    letters(sql, principal),
    batches(sql, names),
  ]);
  return found.flat();
}

const iso = (moment: Date): string => moment.toISOString();

async function damaged(sql: Query, names: readonly string[]): Promise<Need[]> {
  const versions = await damagedVersions(sql, names);
  return versions.map(({ name, version, damaged: reason }) => ({
    what: 'files damaged',
    dataset: name,
    subject: String(version),
    count: 1,
    since: null,
    reason,
  }));
}

async function takenBack(sql: Query, names: readonly string[]): Promise<Need[]> {
  const last = await lastTakenBack(sql, names);
  return last.map(({ dataset, version, reason, at }) => ({
    what: 'rolled back',
    dataset,
    subject: version === null ? null : String(version),
    count: 1,
    since: iso(at),
    reason,
  }));
}

async function drifted(sql: Query, names: readonly string[]): Promise<Need[]> {
  const found = await driftNow(sql, names);
  return found.map(({ dataset, batch, checkedAt, reason }) => ({
    what: 'drift',
    dataset,
    subject: batch,
    count: 1,
    since: iso(checkedAt),
    reason,
  }));
}

/** A line for each stage and kind of trouble. */
async function stalled(sql: Query, names: readonly string[]): Promise<Need[]> {
  const work = await Promise.all(
    names.map(async (dataset) => (await stalledWork(sql, dataset)).map((one) => ({ dataset, ...one }))),
  );
  const lines = new Map<string, Need>();
  for (const { dataset, what, stage, since, error } of work.flat()) {
    const key = `${dataset} ${what} ${stage}`;
    const { count = 0, since: first = iso(since) } = lines.get(key) ?? {};
    const reason = error ? `${what}: ${error}` : what;
    lines.set(key, { what: 'stalled', dataset, subject: stage, count: count + 1, since: first, reason });
  }
  return [...lines.values()];
}

async function letters(sql: Query, principal: Principal): Promise<Need[]> {
  const kinds = await waitingKinds(sql, lettersFor(principal));
  return kinds.map(({ dataset, type, letters: count, since, error }) => ({
    what: 'dead letters',
    dataset,
    subject: type,
    count,
    since: iso(since),
    reason: error,
  }));
}

async function batches(sql: Query, names: readonly string[]): Promise<Need[]> {
  return (await batchesOfConcern(sql, names, LATELY)).map(needOf);
}

const needOf = ({ dataset, id, outcome, endedAt, startedAt, reason }: BatchBar): Need => ({
  what: outcome === 'held' ? 'batch held' : 'training failed',
  dataset,
  subject: id,
  count: 1,
  since: iso(endedAt ?? startedAt),
  reason,
});
