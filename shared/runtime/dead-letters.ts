/** Dead letters: events that could not be delivered, and wait for a person to replay them. */
import type { Event } from '../events/event.ts';
import type { Query, Transaction } from '../store/database.ts';

export interface NewLetter {
  readonly source: string;
  readonly eventId: string;
  readonly type: string;
  readonly dataset?: string | undefined;
  readonly subject?: string | undefined;
  /** The whole event as it was delivered. */
  readonly event: object;
  readonly destination?: string | undefined;
  readonly code?: number | undefined;
  readonly error?: string | undefined;
}

/** Keeps a letter; one that comes again, after a replay, waits again. @returns how often it has come by now */
export async function keepLetter(sql: Query, letter: NewLetter): Promise<number> {
  const { source, eventId, type, dataset, subject, event, destination, code, error } = letter;
  const [row] = await sql<{ deliveries: number }[]>`
    insert into marea.dead_letters (source, event_id, type, dataset, subject, event, destination, code, error)
    values (${source}, ${eventId}, ${type}, ${dataset ?? null}, ${subject ?? null}, ${sql.json(event as never)},
            ${destination ?? null}, ${code ?? null}, ${error ?? null})
    on conflict (source, event_id, destination) do update
      set deliveries = marea.dead_letters.deliveries + 1, received_at = now(), replayed_at = null,
          event = excluded.event, code = excluded.code, error = excluded.error
    returning deliveries`;
  return row?.deliveries ?? 1;
}

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
export async function waitingLetters(
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

export async function waitingIds(sql: Query): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id::int from marea.dead_letters where replayed_at is null order by id`;
  return rows.map(({ id }) => id);
}

export interface TakenLetter extends Pick<DeadLetter, 'id' | 'type' | 'dataset' | 'batch'> {
  readonly event: Event;
}

/** Marks a letter as replayed. @returns undefined when no such letter waits */
export async function takeLetter(tx: Transaction, id: number): Promise<TakenLetter | undefined> {
  const [letter] = await tx<TakenLetter[]>`
    update marea.dead_letters set replayed_at = now() where id = ${id} and replayed_at is null
    returning id::int, type, dataset, subject as batch, event`;
  return letter;
}

export interface LetterCount {
  /** Types that are not known are "other", as they come from outside. */
  readonly type: string;
  readonly letters: number;
}

export async function countWaiting(sql: Query, known: readonly string[]): Promise<LetterCount[]> {
  return await sql<LetterCount[]>`
    select case when type = any(${known}) then type else 'other' end as type, count(*)::float8 as letters
    from marea.dead_letters where replayed_at is null group by 1`;
}

export interface DeliveryCount extends LetterCount {
  readonly dataset: string;
}

/** Deliveries to dead letters, those of letters that came again among them. */
export async function countDeliveries(
  sql: Query,
  known: { readonly types: readonly string[]; readonly datasets: readonly string[] },
): Promise<DeliveryCount[]> {
  return await sql<DeliveryCount[]>`
    select case when type = any(${known.types}) then type else 'other' end as type,
           case when dataset = any(${known.datasets}) then dataset else 'other' end as dataset,
           sum(deliveries)::float8 as letters
    from marea.dead_letters group by 1, 2`;
}
