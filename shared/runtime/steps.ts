/** What stages have done with the events of a batch, and what they sent because of them. */
import type { Query } from '../store/database.ts';
import { triedUntil } from './retries.ts';

export type StageStatus = 'running' | 'done' | 'failed';

export interface StageLine {
  readonly stage: string;
  readonly type: string;
  readonly status: StageStatus;
  readonly attempts: number;
  /** Of the last try, when that failed: while it is `running`, it is tried again. */
  readonly error: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** When it failed last. */
  readonly failedAt: Date | null;
  /** While it fails and is tried again: when the last try is due, where that is known. */
  readonly triedUntil: Date | null;
}

/** As the tables have it. */
type Told<T extends StageLine> = Omit<T, 'triedUntil'>;

function withEnd<T extends StageLine>(line: Told<T>): T;
function withEnd(line: Told<StageLine>): StageLine {
  const { status, error, type, attempts, failedAt } = line;
  const isFailing = status === 'running' && error !== null;
  return { ...line, triedUntil: isFailing ? triedUntil(type, attempts, failedAt) : null };
}

/** One line for each kind of work, though a stage may take many events: the trials of a training. */
export async function stagesOf(sql: Query, dataset: string, batch: string): Promise<StageLine[]> {
  const lines = await sql<Told<StageLine>[]>`
    select stage, type, min(started_at) as "startedAt",
           case when bool_and(status = 'done') then max(ended_at) end as "endedAt",
           case when bool_and(status = 'done') then 'done'
                when bool_or(status = 'failed') then 'failed' else 'running' end as status,
           coalesce(max(attempts) filter (where error is not null), max(attempts)) as attempts, max(error) as error,
           max(failed_at) as "failedAt"
    from marea.stages where dataset = ${dataset} and subject = ${batch}
    group by stage, type order by min(started_at)`;
  return lines.map((line) => withEnd(line));
}

export interface Step extends StageLine {
  readonly source: string;
  readonly event: string;
  /** The event whose handling sent this one; null for that of the producer. */
  readonly cause: string | null;
  /** Which trial the event is about. */
  readonly trial: number | null;
  readonly sent: readonly { readonly type: string; readonly events: number; readonly waiting: number }[];
}

/**
 * Each event that a stage took, in the order of time. The event that brought the batch may have named none: it is
 * found by its identity.
 * @param brought by which event the batch came, when it has been begun
 */
export async function stepsOf(
  sql: Query,
  dataset: string,
  batch: string,
  brought: { readonly source: string; readonly eventId: string } | undefined,
): Promise<Step[]> {
  const steps = await sql<Told<Step>[]>`
    with taken as (
      select * from marea.stages where dataset = ${dataset} and subject = ${batch}
      union
      select * from marea.stages
      where stage = 'ingest' and source = ${brought?.source ?? null} and event_id = ${brought?.eventId ?? null})
    select t.stage, t.type, t.source, t.event_id as event, o.cause_id as cause, t.status, t.attempts, t.error,
           t.started_at as "startedAt", t.ended_at as "endedAt", t.failed_at as "failedAt",
           case when t.type like 'dev.marea.trial.%' then (o.event->'data'->>'trial')::int end as trial,
           sent.events as sent
    from taken t
    left join marea.outbox o on o.source = t.source and o.event_id = t.event_id and o.stage <> 'replay'
    cross join lateral (
      select coalesce(json_agg(json_build_object('type', type, 'events', events, 'waiting', waiting)), '[]') as events
      from (
        select event->>'type' as type, count(*)::int as events,
               (count(*) filter (where sent_at is null))::int as waiting
        from marea.outbox
        where stage = t.stage and cause_source = t.source and cause_id = t.event_id
        group by 1) owed) sent
    order by t.started_at, t.event_id limit 2000`;
  return steps.map((step) => withEnd(step));
}
