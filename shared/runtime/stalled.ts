/** Work that should have gone on by now. `reconcile` sets it going again; here people see it. */
import { takings } from '../events/takers.ts';
import type { Query } from '../store/database.ts';
import { INGEST_PATIENCE } from './sinks.ts';

export interface Stalled {
  readonly what: 'event not sent' | 'stage interrupted';
  readonly stage: string;
  readonly type: string;
  readonly batch: string | null;
  readonly since: Date;
  readonly attempts: number;
  readonly error: string | null;
}

/** An event is sent within moments of its commit; a stage that nobody is at work on is tried again in a minute. */
const UNSENT_SECONDS = 30;
const INTERRUPTED_SECONDS = 60;

/** Of one data set, the oldest first. */
export async function stalledWork(sql: Query, dataset: string): Promise<Stalled[]> {
  return await sql<Stalled[]>`
    with locked as (
      select (classid::bigint << 32) | objid::bigint as key from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database()))
    select 'event not sent' as what, stage, event->>'type' as type, event->>'subject' as batch,
           created_at as since, attempts, null as error
    from marea.outbox
    where sent_at is null and event->>'dataset' = ${dataset}
      and created_at < now() - make_interval(
        secs => ${UNSENT_SECONDS} * case sink when 'ingest' then ${INGEST_PATIENCE} else 1 end)
    union all
    select 'stage interrupted', stage, type, subject, started_at, attempts, error
    from marea.stages s
    where status = 'running' and dataset = ${dataset}
      and started_at < now() - make_interval(secs => ${INTERRUPTED_SECONDS})
      -- a stage holds a lock on its event while it works (see stage.ts); a fit may take minutes
      and not exists (
        select from locked
        where key = hashtextextended(s.stage || E'\n' || s.source || E'\n' || s.event_id, 0))
      -- what waits in dead letters waits for a person, and is listed there
      and not exists (
        select from marea.dead_letters d
        where d.source = s.source and d.event_id = s.event_id and d.replayed_at is null)
    order by since limit 200`;
}

/**
 * Whether a stage has something of a data set to do that goes on by itself: begun or on its way, not in dead letters.
 * @param besides what came from here is not waited for
 */
export async function isUnderWay(
  sql: Query,
  stage: string,
  dataset: string,
  besides: string,
): Promise<boolean> {
  const found = await sql`
    select from marea.stages s
    where s.stage = ${stage} and s.dataset = ${dataset} and s.status = 'running'
      and not exists (
        select from marea.dead_letters d
        where d.source = s.source and d.event_id = s.event_id and d.replayed_at is null)
    limit 1`;
  return found.length > 0 || (await isOnItsWay(sql, stage, dataset, besides));
}

/** What is older is sent again by nobody. */
const ON_ITS_WAY = '7 days';

/** Whether an event that the stage takes is owed, or was sent and is not done by it: it may be lost, and comes again. */
async function isOnItsWay(sql: Query, stage: string, dataset: string, besides: string): Promise<boolean> {
  const taken = takings.filter(({ by }) => by === stage).map(({ attributes }) => attributes);
  const found = await sql`
    select from marea.outbox o
    where o.event->>'dataset' = ${dataset} and o.source <> ${besides} and o.created_at > now() - ${ON_ITS_WAY}::interval
      and exists (select from jsonb_array_elements(${sql.json(taken as never)}) t where o.event @> t)
      and not exists (
        select from marea.stages s
        where s.stage = ${stage} and s.source = o.source and s.event_id = o.event_id and s.status in ('done', 'failed'))
      and not exists (
        select from marea.dead_letters d
        where d.source = o.source and d.event_id = o.event_id and d.replayed_at is null)
    limit 1`;
  return found.length > 0;
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
