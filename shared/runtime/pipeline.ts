/** The stages of a data set as they stand: what waits for each, what each works at, and how long it usually takes. */
import { takings } from '../events/takers.ts';
import type { Query } from '../store/database.ts';

export interface StageStanding {
  readonly stage: string;
  /** Events that were sent, or are owed, and that it has not begun. */
  readonly waiting: number;
  readonly waitingSince: Date | null;
  /** Events that it works at. */
  readonly inFlight: number;
  /** Of them those whose last try failed: they are tried again. */
  readonly failing: number;
  /** Given up in the last 24 hours. */
  readonly failed: number;
  /** Seconds that the last one took, from its first delivery to its end. */
  readonly lastSeconds: number | null;
  readonly lastAt: Date | null;
  /** Median of the last 20. */
  readonly usualSeconds: number | null;
}

/** The chain of a batch, in its order. */
export const CHAIN: readonly string[] = [
  'ingest',
  'clean',
  'drift',
  'train',
  'trial',
  'assemble',
  'promote',
  'card',
  'rollout',
];

const LAST = 20;

export async function standings(sql: Query, dataset: string): Promise<StageStanding[]> {
  const taken = takings.filter(({ by }) => CHAIN.includes(by));
  return await sql<StageStanding[]>`
    with taking as (
      select * from jsonb_to_recordset(${sql.json(taken as never)}) as t (by text, attributes jsonb)),
    waiting as (
      select t.by as stage, count(*)::int as events, min(o.created_at) as since
      from marea.outbox o join taking t on o.event @> t.attributes
      where (o.sent_at is null or o.sent_at > now() - interval '1 hour') and o.event->>'dataset' = ${dataset}
        and not exists (
          select from marea.stages s where s.stage = t.by and s.source = o.source and s.event_id = o.event_id)
        and not exists (
          select from marea.dead_letters d where d.source = o.source and d.event_id = o.event_id and d.replayed_at is null)
      group by 1),
    marked as (
      select stage, (count(*) filter (where status = 'running'))::int as running,
             (count(*) filter (where status = 'running' and error is not null))::int as failing,
             (count(*) filter (where status = 'failed'))::int as failed
      from marea.stages
      where dataset = ${dataset} and (status = 'running' or (status = 'failed' and started_at > now() - interval '1 day'))
      group by 1)
    select each.stage, coalesce(w.events, 0) as waiting, w.since as "waitingSince",
           coalesce(m.running, 0) as "inFlight", coalesce(m.failing, 0) as failing, coalesce(m.failed, 0) as failed,
           took.last as "lastSeconds", took.at as "lastAt", took.usual as "usualSeconds"
    from unnest(${CHAIN}::text[]) with ordinality as each (stage, position)
    left join waiting w on w.stage = each.stage
    left join marked m on m.stage = each.stage
    cross join lateral (
      select (array_agg(seconds order by ended_at desc))[1] as last, max(ended_at) as at,
             percentile_cont(0.5) within group (order by seconds) as usual
      from (
        select ended_at, extract(epoch from ended_at - started_at)::float8 as seconds from marea.stages s
        where s.dataset = ${dataset} and s.stage = each.stage and status = 'done'
        order by ended_at desc limit ${LAST}) newest) took
    order by each.position`;
}

export interface StageFailure {
  readonly stage: string;
  readonly type: string;
  readonly batch: string | null;
  /** running: it is tried again. */
  readonly status: 'running' | 'failed';
  readonly attempts: number;
  readonly error: string;
  readonly failedAt: Date | null;
}

const MOST_FAILURES = 50;

/** What fails, or was given up in the last 24 hours; the newest first. */
export async function failuresNow(sql: Query, dataset: string): Promise<StageFailure[]> {
  return await sql<StageFailure[]>`
    select stage, type, subject as batch, status, attempts, error, failed_at as "failedAt" from marea.stages
    where dataset = ${dataset} and error is not null
      and (status = 'running' or (status = 'failed' and started_at > now() - interval '1 day'))
    order by failed_at desc nulls last, started_at desc limit ${MOST_FAILURES}`;
}
