/** Trainings that a person asked for, or a retraction: found by the events that ask, which name the run to come. */
import type { Query } from '../store/database.ts';

export interface Asked {
  /** The run that is to come of it, or is refused. */
  readonly run: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * The newest first, as long as the outbox has them.
 * @param run only the request for this one
 */
export async function trainingsAsked(
  sql: Query,
  dataset: string,
  { run = null, limit }: { readonly run?: string | null; readonly limit: number },
): Promise<Asked[]> {
  // The type is written out: the index is of this type alone.
  return await sql<Asked[]>`
    select event->>'subject' as run, event->'data'->>'reason' as reason, created_at as at
    from marea.outbox
    where event->>'type' = 'dev.marea.training.requested' and event->>'dataset' = ${dataset}
      and event->>'subject' is not null and (${run}::text is null or event->>'subject' = ${run})
    order by created_at desc limit ${limit}`;
}
