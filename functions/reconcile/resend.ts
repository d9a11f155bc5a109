/**
 * Finds events that were sent, but whose work is not done: a broker in memory loses what it holds when it dies, and a
 * stage that was killed may find its event gone.
 */
import type { Event } from '../../shared/events/event.ts';
import { takings } from '../../shared/events/takers.ts';
import { sendTo } from '../../shared/runtime/outbox.ts';
import type { SinkName, Sinks } from '../../shared/runtime/sinks.ts';
import type { Sql } from '../../shared/store/database.ts';

export interface Lost {
  readonly id: string;
  readonly event: Event;
  readonly sink: SinkName;
}

/** What is older is nobody's any more. */
const MAX_AGE = '7 days';
/** The pause is doubled with each try, up to this many times the first. */
const MAX_PAUSES = 32;
const AT_ONCE = 200;

/** Sends it again. One that was not lost does no harm: the stage finds it done. @throws when the sink refuses */
export async function resend(sql: Sql, sinks: Sinks, { id, event, sink }: Lost): Promise<boolean> {
  await sendTo(event, sink, sinks);
  await sql`update marea.outbox set sent_at = now(), attempts = attempts + 1 where id = ${id}`;
  return true;
}

/**
 * An event is lost when it was sent `afterSeconds` ago, a stage that takes it has not done it, it does not wait in dead
 * letters, and nobody is at work on it now (a stage holds a lock on the event while it works; see stage.ts).
 */
export function lostEvents(sql: Sql, afterSeconds: number): Promise<Lost[]> {
  return sql<Lost[]>`
    with locked as (
      select (classid::bigint << 32) | objid::bigint as key from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())),
    takings as (
      select by, attributes from jsonb_to_recordset(${sql.json(takings as never)}) as t (by text, attributes jsonb))
    select o.id, o.event, o.sink from marea.outbox o
    where o.sent_at > now() - ${MAX_AGE}::interval
      and o.sent_at < now() - make_interval(
        secs => ${afterSeconds} * least(power(2, greatest(o.attempts - 1, 0)), ${MAX_PAUSES}))
      and exists (
        select from takings t where o.event @> t.attributes and not exists (
          select from marea.stages s
          where s.stage = t.by and s.source = o.source and s.event_id = o.event_id and s.status = 'done'))
      and not exists (
        select from marea.dead_letters d
        where d.source = o.source and d.event_id = o.event_id
          and (d.replayed_at is null or d.replayed_at > now() - make_interval(secs => ${afterSeconds})))
      and not exists (
        select from marea.stages s join locked l
          on l.key = hashtextextended(s.stage || E'\\n' || s.source || E'\\n' || s.event_id, 0)
        where s.source = o.source and s.event_id = o.event_id)
    order by o.id limit ${AT_ONCE}`;
}
