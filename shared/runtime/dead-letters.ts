/** Dead letters: events that could not be delivered, and wait for a person who replays or discards them. */
import type { Principal } from '../access/principal.ts';
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
  /** As it was delivered, where the event does not hold all of it. */
  readonly body?: Buffer;
}

/** Keeps a letter; one that comes again, though it was settled, waits again. @returns how often it has come by now */
export async function keepLetter(sql: Query, letter: NewLetter): Promise<number> {
  const { source, eventId, type, dataset, subject, event, destination, code, error, body } = letter;
  const [row] = await sql<{ deliveries: number }[]>`
    insert into marea.dead_letters (source, event_id, type, dataset, subject, event, destination, code, error, body)
    values (${source}, ${eventId}, ${type}, ${dataset ?? null}, ${subject ?? null}, ${sql.json(event as never)},
            ${destination ?? null}, ${code ?? null}, ${error ?? null}, ${body ?? null})
    on conflict (source, event_id, destination) do update
      set deliveries = marea.dead_letters.deliveries + 1, received_at = now(), replayed_at = null,
          discarded_at = null, discarded_because = null, discarded_by = null,
          event = excluded.event, code = excluded.code, error = excluded.error, body = excluded.body
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
  /** It was refused for good, or nobody takes its type: replayed as it is, it comes back. */
  readonly hopeless: boolean;
  readonly receivedAt: Date;
  readonly deliveries: number;
}

export interface DeadLetterFilter {
  /** null: those that name none. */
  readonly dataset?: string | null | undefined;
  readonly batch?: string | undefined;
  readonly type?: string | undefined;
  /** Only those that were refused for good, or only the others. */
  readonly hopeless?: boolean | undefined;
  /** Only those with a higher number. */
  readonly after?: number | undefined;
  /** Only those with this number or a lower one: those that somebody has seen. */
  readonly until?: number | undefined;
  /** Only those of one of these; without it of any, and those that name none. */
  readonly within?: readonly string[] | undefined;
}

/** The letters of data sets that somebody's roles are for. */
export const lettersFor = ({ datasets }: Principal): Pick<DeadLetterFilter, 'within'> =>
  datasets === '*' ? {} : { within: datasets };

/** Letters that one answer tells of, or one request settles. */
export const MOST_LETTERS = 500;

const isHopeless = (sql: Query) => sql`coalesce(code in (400, 422), destination is null)`;

/** A condition on a letter: it waits, and is one of these. */
export const waits = (
  sql: Query,
  { dataset, batch, type, hopeless, after, until, within }: DeadLetterFilter = {},
) => sql`
  settled_at is null
  and (${dataset === undefined} or dataset is not distinct from ${dataset ?? null})
  and (${batch ?? null}::text is null or subject = ${batch ?? null})
  and (${type ?? null}::text is null or type = ${type ?? null})
  and (${hopeless ?? null}::boolean is null or ${isHopeless(sql)} = ${hopeless ?? null})
  and (${after ?? null}::bigint is null or id > ${after ?? null})
  and (${until ?? null}::bigint is null or id <= ${until ?? null})
  and (${within === undefined} or dataset = any(${(within ?? []) as string[]}))`;

/** Those that wait, the oldest first. */
export async function waitingLetters(sql: Query, filter?: DeadLetterFilter): Promise<DeadLetter[]> {
  return await sql<DeadLetter[]>`
    select id::int, type, dataset, subject as batch, destination, code, error,
           ${isHopeless(sql)} as hopeless, received_at as "receivedAt", deliveries
    from marea.dead_letters where ${waits(sql, filter)} order by id limit ${MOST_LETTERS}`;
}

export interface LetterKind {
  readonly dataset: string | null;
  readonly type: string;
  readonly letters: number;
  /** When the oldest came. */
  readonly since: Date;
  /** Of the newest. */
  readonly error: string | null;
}

/** Those that wait, a line for each data set and type; the oldest first. */
export async function waitingKinds(sql: Query, filter?: DeadLetterFilter): Promise<LetterKind[]> {
  return await sql<LetterKind[]>`
    select dataset, type, count(*)::int as letters, min(received_at) as since,
           (array_agg(error order by id desc))[1] as error
    from marea.dead_letters where ${waits(sql, filter)}
    group by dataset, type order by min(received_at), type limit ${MOST_LETTERS}`;
}

/** The oldest first. */
export async function waitingIds(sql: Query, filter: DeadLetterFilter, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id::int from marea.dead_letters where ${waits(sql, filter)} order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export interface TakenLetter extends Pick<DeadLetter, 'id' | 'type' | 'dataset' | 'batch'> {
  readonly event: Event;
}

/** Marks a letter as replayed. @returns undefined when no such letter waits */
export async function takeLetter(
  tx: Transaction,
  id: number,
  filter?: DeadLetterFilter,
): Promise<TakenLetter | undefined> {
  const [letter] = await tx<TakenLetter[]>`
    update marea.dead_letters set replayed_at = now() where id = ${id} and ${waits(tx, filter)}
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
    from marea.dead_letters where ${waits(sql)} group by 1`;
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
