/**
 * The story of a batch, in the order in which it happened: each event that a stage took, what it sent, the trials side
 * by side, the decisions. It is told from what the stages have stored, so it needs no collector of traces.
 */
import { readTrace } from '../../shared/runtime/trace.ts';
import type { Query } from '../../shared/store/database.ts';
import { type DeadLetter, deadLetters } from './dead-letters.ts';

export interface BatchTrace {
  readonly dataset: string;
  readonly id: string;
  /** By which the logs of all functions can be searched. */
  readonly trace: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly rows: Readonly<Record<'received' | 'clean' | 'rejected' | 'duplicate', number>> | null;
  readonly steps: readonly TraceStep[];
  readonly drift: { readonly drifted: boolean; readonly train: boolean; readonly reason: string } | null;
  readonly trials: readonly TraceTrial[];
  /** Of the model that came of it: the decision, the traffic, the end of the rollout. */
  readonly history: readonly TraceHistory[];
  readonly deadLetters: readonly DeadLetter[];
}

export interface TraceStep {
  readonly stage: string;
  readonly type: string;
  readonly source: string;
  readonly event: string;
  /** The event whose handling sent this one; null for that of the producer. */
  readonly cause: string | null;
  readonly status: 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Which trial the event is about. */
  readonly trial: number | null;
  readonly sent: readonly { readonly type: string; readonly events: number; readonly waiting: number }[];
}

export interface TraceTrial {
  readonly trial: number;
  readonly round: number;
  readonly family: string;
  readonly status: string;
  readonly score: number | null;
  readonly error: string | null;
}

export interface TraceHistory {
  readonly event: string;
  readonly version: number | null;
  readonly reason: string;
  readonly at: Date;
}

type BatchRow = Pick<BatchTrace, 'startedAt' | 'endedAt' | 'outcome' | 'reason' | 'rows'> & {
  readonly traceparent: string | null;
};

/** @returns undefined when nothing is known of such a batch */
export async function batchTrace(sql: Query, dataset: string, id: string): Promise<BatchTrace | undefined> {
  const [[batch], steps, [drift], trials, letters] = await Promise.all([
    batchRow(sql, dataset, id),
    stepsOf(sql, dataset, id),
    driftOf(sql, dataset, id),
    trialsOf(sql, dataset, id),
    deadLetters(sql, { dataset, batch: id }),
  ]);
  if (!batch && steps.length + letters.length === 0) return undefined;
  const { traceparent = null, ...story } = batch ?? NOTHING;
  return {
    dataset,
    id,
    trace: readTrace({ traceparent: traceparent ?? undefined })?.traceId ?? null,
    ...story,
    steps,
    drift: drift ?? null,
    trials,
    history: await historyOf(sql, dataset, id),
    deadLetters: letters,
  };
}

/** Before `ingest` has begun a batch. */
const NOTHING: BatchRow = {
  traceparent: null,
  startedAt: null,
  endedAt: null,
  outcome: null,
  reason: null,
  rows: null,
};

async function batchRow(sql: Query, dataset: string, id: string): Promise<BatchRow[]> {
  return await sql<BatchRow[]>`
    select traceparent, started_at as "startedAt", ended_at as "endedAt", outcome, reason,
           json_build_object('received', received, 'clean', clean, 'rejected', rejected,
                             'duplicate', duplicate) as rows
    from marea.batches where dataset = ${dataset} and id = ${id}`;
}

/** The event that brought the batch may have named none: it is found by the batch's line in the ledger. */
async function stepsOf(sql: Query, dataset: string, id: string): Promise<TraceStep[]> {
  return await sql<TraceStep[]>`
    with taken as (
      select * from marea.stages where dataset = ${dataset} and subject = ${id}
      union
      select s.* from marea.stages s join marea.batches b on b.source = s.source and b.event_id = s.event_id
      where b.dataset = ${dataset} and b.id = ${id} and s.stage = 'ingest')
    select t.stage, t.type, t.source, t.event_id as event, o.cause_id as cause, t.status, t.attempts, t.error,
           t.started_at as "startedAt", t.ended_at as "endedAt",
           case when t.type like 'dev.marea.trial.%' then (o.event->'data'->>'trial')::int end as trial,
           sent.events as sent
    from taken t
    left join marea.outbox o on o.source = t.source and o.event_id = t.event_id
    cross join lateral (
      select coalesce(json_agg(json_build_object('type', type, 'events', events, 'waiting', waiting)), '[]') as events
      from (
        select event->>'type' as type, count(*)::int as events,
               (count(*) filter (where sent_at is null))::int as waiting
        from marea.outbox
        where stage = t.stage and cause_source = t.source and cause_id = t.event_id
        group by 1) owed) sent
    order by t.started_at, t.event_id limit 2000`;
}

async function driftOf(sql: Query, dataset: string, id: string): Promise<NonNullable<BatchTrace['drift']>[]> {
  return await sql<NonNullable<BatchTrace['drift']>[]>`
    select drifted, train, reason from marea.drift_history where dataset = ${dataset} and batch = ${id}`;
}

async function trialsOf(sql: Query, dataset: string, id: string): Promise<TraceTrial[]> {
  return await sql<TraceTrial[]>`
    select t.trial, t.round, t.family, t.status, t.score, t.error
    from marea.trials t join marea.runs r on r.id = t.run_id
    where r.dataset = ${dataset} and r.batch = ${id} order by t.run_id, t.trial`;
}

/** A version is made by one run; what happened to it later, by another batch, is another story. */
async function historyOf(sql: Query, dataset: string, id: string): Promise<TraceHistory[]> {
  return await sql<TraceHistory[]>`
    with made as (
      select h.version, h.run_id from marea.model_history h join marea.runs r on r.id = h.run_id
      where h.name = ${dataset} and r.dataset = ${dataset} and r.batch = ${id}),
    rollout as (
      select min(started_at) as began, max(ended_at) as ended from marea.stages
      where dataset = ${dataset} and subject = ${id} and stage = 'rollout')
    select event, version, reason, at from marea.model_history h
    where name = ${dataset}
      and (run_id in (select run_id from made)
        or (run_id is null and version in (select version from made)
          -- told by the clock of another machine
          and at between (select began - interval '5 s' from rollout)
                     and (select coalesce(ended, now()) + interval '5 s' from rollout)))
    order by at, id`;
}
