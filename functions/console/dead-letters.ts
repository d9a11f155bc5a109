/** What could not be delivered and waits for a person. */
import type { Query } from '../../shared/store/database.ts';

export interface DeadLetter {
  readonly id: number;
  readonly type: string;
  readonly dataset: string | null;
  /** The batch that it belongs to. */
  readonly batch: string | null;
  readonly destination: string | null;
  readonly code: number | null;
  readonly error: string | null;
  readonly receivedAt: Date;
  readonly deliveries: number;
}

export interface DeadLetterFilter {
  readonly dataset?: string;
  readonly batch?: string;
}

const MOST = 500;

/** Those that wait, the oldest first. */
export async function deadLetters(
  sql: Query,
  { dataset, batch }: DeadLetterFilter = {},
): Promise<DeadLetter[]> {
  return await sql<DeadLetter[]>`
    select id::int, type, dataset, subject as batch, destination, code, error, received_at as "receivedAt", deliveries
    from marea.dead_letters
    where replayed_at is null
      and (${dataset ?? null}::text is null or dataset = ${dataset ?? null})
      and (${batch ?? null}::text is null or subject = ${batch ?? null})
    order by id limit ${MOST}`;
}
