/** Work that should have gone on by now. `reconcile` sets it going again; here people see it. */
import { takings } from '../events/takers.ts';
import type { Query } from '../store/database.ts';
import { triedUntil } from './retries.ts';
import { INGEST_PATIENCE } from './sinks.ts';

/** `event not taken`: it was sent, and the stage that takes it has not begun. `stage fails`: it is tried again. */
export interface Stalled {
  readonly what: 'event not sent' | 'event not taken' | 'stage fails' | 'stage interrupted';
  readonly stage: string;
  readonly type: string;
  readonly batch: string | null;
  readonly since: Date;
  readonly attempts: number;
  readonly error: string | null;
  /** Of a stage that fails: when its last try is due, where that is known. */
  readonly until: Date | null;
}

/**
 * An event is sent within moments of its commit, and taken when a pod has started; a stage that nobody is at work on is
 * tried again in a minute.
 */
const UNSENT_SECONDS = 30;
const UNTAKEN_SECONDS = 30;
const INTERRUPTED_SECONDS = 60;
/** What was sent before is looked for by `reconcile`, and told of by nobody. */
const SENT_WITHIN = '1 day';

/** @param batch only of this one; default of all */
export async function stalledWork(sql: Query, dataset: string, batch?: string): Promise<Stalled[]> {
  const found = await stalled(sql, dataset, batch ?? null);
  return found.map(({ failedAt, ...line }) => ({
    ...line,
    until: line.what === 'stage fails' ? triedUntil(line.type, line.attempts, failedAt) : null,
  }));
}

type Found = Omit<Stalled, 'until'> & { readonly failedAt: Date | null };

/** The oldest first. */
async function stalled(sql: Query, dataset: string, batch: string | null): Promise<Found[]> {
  return await sql<Found[]>`
    with taking as (
      select * from jsonb_to_recordset(${sql.json(takings as never)}) as t (by text, attributes jsonb)),
    locked as (
      select (classid::bigint << 32) | objid::bigint as key from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database()))
    select 'event not sent' as what, stage, event->>'type' as type, event->>'subject' as batch,
           created_at as since, attempts, null as error, null::timestamptz as "failedAt"
    from marea.outbox
    where sent_at is null and event->>'dataset' = ${dataset}
      and (${batch}::text is null or event->>'subject' = ${batch})
      and created_at < now() - make_interval(
        secs => ${UNSENT_SECONDS} * case sink when 'ingest' then ${INGEST_PATIENCE} else 1 end)
    union all
    select 'event not taken', t.by, o.event->>'type', o.event->>'subject', o.sent_at, o.attempts, null, null
    from marea.outbox o join taking t on o.event @> t.attributes
    where o.sent_at > now() - ${SENT_WITHIN}::interval and o.event->>'dataset' = ${dataset}
      and (${batch}::text is null or o.event->>'subject' = ${batch})
      and o.sent_at < now() - make_interval(
        secs => ${UNTAKEN_SECONDS} * case o.sink when 'ingest' then ${INGEST_PATIENCE} else 1 end)
      and not exists (
        select from marea.stages s where s.stage = t.by and s.source = o.source and s.event_id = o.event_id)
      -- one that is at work on others comes to it in its turn: a round of trials is longer than their pods are many
      and not exists (
        select from marea.stages s where s.status = 'running' and s.stage = t.by and s.dataset = ${dataset})
      and not exists (
        select from marea.dead_letters d
        where d.source = o.source and d.event_id = o.event_id and d.replayed_at is null)
    union all
    select case when error is null then 'stage interrupted' else 'stage fails' end,
           stage, type, subject, started_at, attempts, error, failed_at
    from marea.stages s
    where status = 'running' and dataset = ${dataset}
      and (${batch}::text is null or subject = ${batch})
      and (error is not null or started_at < now() - make_interval(secs => ${INTERRUPTED_SECONDS}))
      -- a stage holds a lock on its event while it works (see stage.ts); a fit may take minutes
      and (error is not null or not exists (
        select from locked
        where key = hashtextextended(s.stage || E'\n' || s.source || E'\n' || s.event_id, 0)))
      -- what was given up is taken up by nobody; what waits in dead letters waits for a person, and is listed there
      and not exists (
        select from marea.dead_letters d
        where d.source = s.source and d.event_id = s.event_id and d.replayed_at is null)
    order by since limit 200`;
}

export interface Unsent {
  readonly events: number;
  /** Seconds since the oldest is owed; 0 when there is none. */
  readonly age: number;
}

/** Events that are owed, and have been for longer than so many seconds. */
export async function countUnsent(sql: Query, olderThanSeconds = 0): Promise<Unsent> {
  const [unsent] = await sql<Unsent[]>`
    select count(*)::float8 as events,
           coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as age
    from marea.outbox
    where sent_at is null and created_at <= now() - make_interval(secs => ${olderThanSeconds})`;
  return unsent ?? { events: 0, age: 0 };
}
