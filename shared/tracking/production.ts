/**
 * The one truth of production: which version of a model it is, and the history that says why. Stage, alias, history and
 * the pointer in the object store are written here and nowhere else.
 */
import type { Query, Sql } from '../store/database.ts';
import { shareDataset } from '../store/locks.ts';
import type { ObjectStore } from '../store/objects.ts';
import { FILES, type Pointer, pointerAddress, readPointer } from './artifact.ts';
import type { Checksums } from './checksums.ts';
import { lastVersion, type ModelVersion, productionVersion } from './versions.ts';

type Metrics = Readonly<Record<string, number>>;

export interface Candidate {
  readonly name: string;
  readonly version: number;
  readonly run: string;
  /** Where its files are. */
  readonly source: string;
  readonly metrics: Metrics;
  readonly approved: boolean;
  readonly reason: string;
}

const decisionOn = ({ approved }: Candidate) => (approved ? 'approved' : 'rejected');

/**
 * Registers a version with the decision on it. It is a candidate: what is in production stays.
 * @param files what each of its files is, where that is known
 */
export async function propose(sql: Query, candidate: Candidate, files?: Checksums): Promise<void> {
  const { name, version, run, source, metrics, reason } = candidate;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason, files)
    values (${name}, ${version}, ${run}, ${source}, 'None', ${sql.json(metrics)}, ${reason},
            ${files ? sql.json(files) : null})`;
  await remember(sql, { name, version, run, event: decisionOn(candidate), reason, metrics });
}

/** The decision on a version that is registered and was held against one that is in production no more. */
export async function judgeAnew(sql: Query, candidate: Candidate): Promise<void> {
  const { name, version, run, metrics, reason } = candidate;
  await sql`
    update marea.model_versions
    set metrics = ${sql.json(metrics)}, reason = ${reason}, updated_at = now()
    where name = ${name} and version = ${version}`;
  await remember(sql, { name, version, run, event: decisionOn(candidate), reason, metrics });
}

/** What happened to a version. */
export interface Happened {
  readonly name: string;
  readonly version: number;
  /** Of the training whose candidate it is; none when an earlier version is asked for. */
  readonly run?: string | undefined;
  readonly reason: string;
}

/** This version is in production from now on, and the one that was is not. To be called under `rolloutLock`. */
export async function makeProduction(sql: Query, { reason, ...of }: Happened): Promise<void> {
  await putInProduction(sql, of.name, of.version);
  await remember(sql, { ...of, event: 'promoted', reason });
}

/** This version did not come into production. */
export async function takeBack(sql: Query, { reason, ...of }: Happened): Promise<void> {
  await remember(sql, { ...of, event: 'rolled back', reason });
}

/**
 * This version, which a release before this one put in production ahead of its rollout, was taken back: what was in
 * production before is so again.
 * @param previous none before the first model
 */
export async function withdraw(sql: Query, happened: Happened, previous: number | undefined): Promise<void> {
  const { name, version } = happened;
  if (previous !== undefined) await putInProduction(sql, name, previous);
  else await sql`delete from marea.model_aliases where name = ${name} and alias = 'champion'`;
  await sql`
    update marea.model_versions set stage = 'None', updated_at = now()
    where name = ${name} and version = ${version}`;
  await takeBack(sql, happened);
}

async function putInProduction(sql: Query, name: string, version: number): Promise<void> {
  await sql`
    update marea.model_versions set stage = 'Archived', updated_at = now()
    where name = ${name} and stage = 'Production' and version <> ${version}`;
  await sql`
    update marea.model_versions set stage = 'Production', updated_at = now()
    where name = ${name} and version = ${version} and stage <> 'Production'`;
  await sql`
    insert into marea.model_aliases (name, alias, version) values (${name}, 'champion', ${version})
    on conflict (name, alias) do update set version = excluded.version`;
}

export interface Remembered {
  readonly name: string;
  readonly event:
    | 'registered'
    | 'deleted'
    | 'asked for'
    | 'approved'
    | 'rejected'
    | 'judged again'
    | 'traffic moved'
    | 'promoted'
    | 'rolled back'
    | 'training refused'
    | 'training failed'
    | 'retracted'
    | 'reset';
  readonly reason: string;
  readonly version?: number | undefined;
  readonly run?: string | undefined;
  readonly metrics?: Metrics;
  /** Default now; what is told at the end of a long stage happened in its course. */
  readonly at?: Date;
}

/** Adds a line to the model's history. */
export async function remember(sql: Query, line: Remembered): Promise<void> {
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason, metrics, at)
    values (${line.name}, ${line.version ?? null}, ${line.run ?? null}, ${line.event}, ${line.reason},
            ${sql.json(line.metrics ?? {})}, coalesce(${line.at ?? null}, clock_timestamp()))`;
}

/** A data set's models are gone, with their versions, aliases and history. */
export async function forgetModels(sql: Query, name: string): Promise<void> {
  const last = await lastVersion(sql, name);
  await sql`delete from marea.registered_models where name = ${name}`;
  await sql`delete from marea.model_history where name = ${name}`;
  if (last === 0) return;
  // Numbers of versions are not used again: what still serves version 3 must not be taken for a new version 3.
  const reason = `the data set was reset; versions up to ${last} are gone`;
  await remember(sql, { name, version: last, event: 'reset', reason });
}

/** A key for an advisory lock: a data set's rollouts, and whoever adopts what traffic says, come one after another. */
export const rolloutLock = (dataset: string): string => `rollout\n${dataset}`;

/**
 * Makes the pointer say what the tables say. May run at any time, and in many processes at once: each looks at the
 * tables when it has the lock, so that the last one to write has seen the last commit.
 * @returns whether it differed
 */
export async function projectPointer(sql: Sql, objects: ObjectStore, dataset: string): Promise<boolean> {
  return (await sql.begin(async (tx) => {
    // What a reset has removed does not come back.
    await shareDataset(tx, dataset);
    await tx`select pg_advisory_xact_lock(hashtextextended(${`pointer\n${dataset}`}, 0))`;
    const wanted = pointerTo(await productionVersion(tx, dataset));
    if (isSame(await readPointer(objects, dataset), wanted)) return false;
    const address = pointerAddress(dataset);
    if (wanted === undefined) await objects.removeAll(address.bucket, address.key);
    else await objects.put(address, JSON.stringify(wanted));
    return true;
  })) as boolean;
}

function pointerTo(production: ModelVersion | undefined): Pointer | undefined {
  return production && { version: production.version, sha256: production.files?.[FILES.metadata] };
}

const isSame = (one: Pointer | undefined, other: Pointer | undefined): boolean =>
  one?.version === other?.version && one?.sha256 === other?.sha256;
