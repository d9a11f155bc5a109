/** Damaged files through a platform, and what came of each: read or refused, and nothing between. */
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../../shared/ml/random.ts';
import { connect, type Sql } from '../../shared/store/database.ts';
import { s3 } from '../../shared/store/objects.ts';
import { batchReceivedRequest } from '../cli/event.ts';
import type { Platform } from '../platform/platform.ts';
import { type DamagedFile, damagedFile } from './damaged-file.ts';
import { type Fates, fatesOf } from './fates.ts';
import { wholeFiles } from './whole-files.ts';

const DATASET = 'fruit';
/** Sent at a time. */
const SENDERS = 4;
const LOOK_MS = 500;

export interface Damage {
  readonly seed: number;
  readonly files: number;
  /** For a batch that ingest has taken to be cleaned. */
  readonly patienceMs: number;
}

export interface Outcome extends Fates {
  /** Milliseconds of the longest delivery to ingest. */
  readonly longest: number;
  /** Pods of functions that ended by themselves: what Node or a signal said. */
  readonly died: readonly string[];
}

/** By its number, so that one of a seed can be made again. */
const batchOf = (seed: number, number: number): string => `damaged-${seed}-${number}`;

export async function through(platform: Platform, { seed, files, patienceMs }: Damage): Promise<Outcome> {
  const watched = watch(platform);
  const sql = connect(platform.databaseUrl, { max: 2, name: 'damage' });
  try {
    const whole = wholeFiles();
    const left = Array.from({ length: files }, (_, number) => number);
    const sender = async (): Promise<void> => {
      for (let number = left.shift(); number !== undefined; number = left.shift())
        await send(platform, batchOf(seed, number), damagedFile(seeded('damage', seed, number), whole));
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    await cleaned(sql, patienceMs);
    return { ...(await fatesOf(sql, DATASET)), ...watched.seen() };
  } finally {
    watched.end();
    await sql.end({ timeout: 5 });
  }
}

/** The answer comes when the batch is stored, or is a dead letter. */
async function send(platform: Platform, batch: string, { name, bytes }: DamagedFile): Promise<void> {
  const key = `${DATASET}/damaged/${batch}/${name}`;
  await s3(platform.s3).put({ bucket: 'data-raw', key }, bytes);
  const offer = { dataset: DATASET, batch, dataref: `s3://data-raw/${key}`, filename: name };
  // Rows of users train no model.
  const { headers, body } = batchReceivedRequest({ ...offer, origin: 'user' });
  const answer = await fetch(`${platform.url}/ingest`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`${batch} was answered with ${answer.status}: ${text}`);
}

/** @throws when a batch is not at its end in time */
async function cleaned(sql: Sql, patienceMs: number): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await sleep(LOOK_MS)) {
    const open = await sql<{ id: string }[]>`
      select id from marea.batches where dataset = ${DATASET} and ended_at is null order by id`;
    if (open.length === 0) return;
    if (Date.now() > end)
      throw new Error(`${open.length} batches do not come to their end, the first is ${open[0]?.id}`);
  }
}

function watch(platform: Platform) {
  let longest = 0;
  const stopping = new Set<string>();
  const died: string[] = [];
  const end = platform.observe((seen) => {
    if (seen.kind === 'delivery' && seen.trigger === 'ingest') longest = Math.max(longest, seen.ms);
    if (seen.kind !== 'pod') return;
    if (seen.state === 'stopping') stopping.add(seen.pod);
    if (seen.state === 'ended' && !stopping.has(seen.pod)) died.push(`${seen.pod}: ${seen.code}`);
  });
  return { end, seen: () => ({ longest: Math.round(longest), died }) };
}
