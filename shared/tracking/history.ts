/** Reads the history of models; what is written to it, production.ts writes. */
import type { Query } from '../store/database.ts';

export interface HistoryLine {
  readonly event: string;
  readonly version: number | null;
  readonly runId: string | null;
  readonly reason: string;
  readonly at: Date;
}

/** The newest first. */
export async function modelHistory(sql: Query, name: string, limit: number): Promise<HistoryLine[]> {
  return await sql<HistoryLine[]>`
    select event, version, run_id as "runId", reason, at
    from marea.model_history where name = ${name} order by id desc limit ${limit}`;
}

/** What happened to one version, the oldest first. */
export async function historyOfVersion(sql: Query, name: string, version: number): Promise<HistoryLine[]> {
  return await sql<HistoryLine[]>`
    select event, version, run_id as "runId", reason, at
    from marea.model_history where name = ${name} and version = ${version} order by id limit 500`;
}

/** What made or unmade production, the newest first. */
export async function productionHistory(sql: Query, name: string, limit: number): Promise<HistoryLine[]> {
  return await sql<HistoryLine[]>`
    select event, version, run_id as "runId", reason, at from marea.model_history
    where name = ${name} and event in ('promoted', 'rolled back') order by id desc limit ${limit}`;
}

export interface TakenBack {
  readonly dataset: string;
  readonly version: number | null;
  readonly reason: string;
  readonly at: Date;
}

/** The data sets of which the last rollout was taken back, with why. */
export async function lastTakenBack(sql: Query, names: readonly string[]): Promise<TakenBack[]> {
  return await sql<TakenBack[]>`
    select last.dataset, version, reason, at from unnest(${names}::text[]) as each (name)
    cross join lateral (
      select name as dataset, event, version, reason, at from marea.model_history h
      where h.name = each.name and event in ('promoted', 'rolled back') order by at desc, id desc limit 1) last
    where event = 'rolled back'`;
}

export interface Decision {
  readonly event: string;
  readonly version: number | null;
  readonly reason: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * The last word on what a training has made. That it was promoted is the end of its rollout, not the decision; in a
 * history from before there were candidates it is both.
 */
export async function decisionOn(sql: Query, name: string, run: string): Promise<Decision | null> {
  const [row] = await sql<Decision[]>`
    select event, version, reason, metrics from marea.model_history
    where name = ${name} and run_id = ${run}
      and event in ('approved', 'rejected', 'training failed', 'promoted')
    order by event = 'promoted', id desc limit 1`;
  return row ?? null;
}

/** What a training comes to in the end. */
const ENDS = ['rejected', 'promoted', 'rolled back', 'training failed', 'training refused'];

export interface End {
  readonly outcome: string;
  readonly reason: string;
  readonly at: Date;
}

/** How a training has ended: null while it is under way, or what it has made is. */
export async function endOf(sql: Query, name: string, run: string): Promise<End | null> {
  const [last] = await sql<End[]>`
    select event as outcome, reason, at from marea.model_history
    where name = ${name} and run_id = ${run} order by id desc limit 1`;
  return last && ENDS.includes(last.outcome) ? last : null;
}

/** From when to when a rollout was at work, by the clock of the stages. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Lines are told by the clock of another machine. */
const APART_SECONDS = 5;

/**
 * What happened to the model that a batch has led to. A version is made by one run; what happened to it later, by
 * another batch, is another story: of lines without a run only those within the batch's own rollout belong to it.
 */
export async function historyOfBatch(
  sql: Query,
  { dataset, batch, rollout }: { dataset: string; batch: string; rollout: Window | undefined },
): Promise<Omit<HistoryLine, 'runId'>[]> {
  return await sql<Omit<HistoryLine, 'runId'>[]>`
    with made as (
      select h.version, h.run_id from marea.model_history h join marea.runs r on r.id = h.run_id
      where h.name = ${dataset} and r.dataset = ${dataset} and r.batch = ${batch})
    select event, version, reason, at from marea.model_history h
    where name = ${dataset}
      and (run_id in (select run_id from made)
        or (run_id is null and version in (select version from made)
          and at between ${rollout?.from ?? null}::timestamptz - make_interval(secs => ${APART_SECONDS})
                     and ${rollout?.to ?? null}::timestamptz + make_interval(secs => ${APART_SECONDS})))
    order by at, id`;
}

export interface HistoryCount {
  readonly dataset: string;
  readonly event: string;
  readonly times: number;
}

export async function countHistory(sql: Query, names: readonly string[]): Promise<HistoryCount[]> {
  return await sql<HistoryCount[]>`
    select name as dataset, event, count(*)::float8 as times from marea.model_history
    where name = any(${names}) group by name, event`;
}
