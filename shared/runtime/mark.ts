/** The mark of an event at a stage: that it is being handled, how that ended, and that it is done once for ever. */
import type { Event } from '../events/event.ts';
import type { Query } from '../store/database.ts';
import type { Cause } from './outbox.ts';

export type Status = 'running' | 'done' | 'failed';

/** Makes visible that the event is being handled; the handling itself shows only when committed. */
export async function begun(sql: Query, cause: Cause, event: Event): Promise<void> {
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status)
    values (${cause.stage}, ${cause.source}, ${cause.id}, ${event.type}, ${event.dataset ?? null},
            ${event.subject ?? null}, 'running')
    on conflict (stage, source, event_id) do update
      set status = 'running', attempts = marea.stages.attempts + 1 where marea.stages.status <> 'done'`;
}

export interface Mark {
  readonly status: Status;
  /** When the first delivery began, which tells this mark from one of before a reset. */
  readonly since: string;
}

/** Undefined when there is no mark: the data set was reset since the handling began. */
export async function markOf(sql: Query, { stage, source, id }: Cause): Promise<Mark | undefined> {
  const [mark] = await sql<Mark[]>`
    select status, started_at::text as since from marea.stages
    where stage = ${stage} and source = ${source} and event_id = ${id}`;
  return mark;
}

export async function done(sql: Query, { stage, source, id }: Cause): Promise<void> {
  await sql`
    update marea.stages set status = 'done', error = null, ended_at = clock_timestamp()
    where stage = ${stage} and source = ${source} and event_id = ${id} and status <> 'done'`;
}

/** Takes the mark back of what has come to nothing. Only for who has the event's lock: nobody else is at work on it. */
export async function unmark(sql: Query, { stage, source, id }: Cause): Promise<void> {
  await sql`
    delete from marea.stages
    where stage = ${stage} and source = ${source} and event_id = ${id} and status <> 'done'`;
}

/** @param status failed when it is not tried again */
export async function notDone(
  sql: Query,
  { stage, source, id }: Cause,
  status: 'running' | 'failed',
  why: string,
): Promise<void> {
  await sql`
    update marea.stages set status = ${status}, error = ${why.slice(0, 2000)}, failed_at = clock_timestamp()
    where stage = ${stage} and source = ${source} and event_id = ${id} and status <> 'done'`;
}
