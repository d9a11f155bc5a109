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

/** Undefined when there is no mark: the data set was reset since the handling began. */
export async function markOf(sql: Query, { stage, source, id }: Cause): Promise<Status | undefined> {
  const [mark] = await sql<{ status: Status }[]>`
    select status from marea.stages where stage = ${stage} and source = ${source} and event_id = ${id}`;
  return mark?.status;
}

/** @param note why nothing was to be done, if so */
export async function done(sql: Query, { stage, source, id }: Cause, note?: string): Promise<void> {
  await sql`
    update marea.stages set status = 'done', error = ${shortened(note)}, ended_at = clock_timestamp()
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
    update marea.stages set status = ${status}, error = ${shortened(why)}
    where stage = ${stage} and source = ${source} and event_id = ${id} and status <> 'done'`;
}

const shortened = (text: string | undefined): string | null => text?.slice(0, 2000) ?? null;
