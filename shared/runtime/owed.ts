/** Whether the chain of a batch waits for something that nobody is at work on: `reconcile` is to look then. */
import { takings } from '../events/takers.ts';
import type { Query } from '../store/database.ts';

/** What was sent in vain more often than this is left to the rare look: it would keep `reconcile` up for ever. */
const MOST_ATTEMPTS = 3;
/** By then it was sent as often, or nobody was there to look. */
const SENT_WITHIN = '1 hour';

/**
 * An event is owed when it was never sent; or when it was, and one that takes it has not done it. Not while some stage
 * of the same chain is at work (it holds a lock on its event; see stage.ts): its pod will look when it ends. Nor what
 * waits in dead letters, which waits for a person.
 */
export async function isWorkOwed(sql: Query): Promise<boolean> {
  const [found] = await sql<{ owed: boolean }[]>`
    with taking as (
      select * from jsonb_to_recordset(${sql.json(takings as never)}) as t (by text, attributes jsonb)),
    locked as (
      select (classid::bigint << 32) | objid::bigint as key from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())),
    working as (
      select s.dataset, s.subject from marea.stages s join locked l
        on l.key = hashtextextended(s.stage || E'\n' || s.source || E'\n' || s.event_id, 0)
      where s.status = 'running')
    select exists (select from marea.outbox where sent_at is null) or exists (
      select from marea.outbox o join taking t on o.event @> t.attributes
      where o.sent_at > now() - ${SENT_WITHIN}::interval and o.attempts <= ${MOST_ATTEMPTS}
        and not exists (
          select from marea.stages s
          where s.stage = t.by and s.source = o.source and s.event_id = o.event_id and s.status = 'done')
        and not exists (
          select from marea.dead_letters d
          where d.source = o.source and d.event_id = o.event_id and d.replayed_at is null)
        and not exists (
          select from working w
          where w.dataset is not distinct from o.event->>'dataset'
            and w.subject is not distinct from o.event->>'subject')) as owed`;
  return found?.owed ?? false;
}
