/** Dead letters that a person gives up: they stay in the table, with the reason, and wait no more. */
import type { Query, Transaction } from '../store/database.ts';
import { type DeadLetter, type DeadLetterFilter, MOST_LETTERS, waits } from './dead-letters.ts';

export interface Discarding {
  readonly reason: string;
  /** Who gives it up. */
  readonly by: string;
}

export type DiscardedLetter = Pick<DeadLetter, 'id' | 'type' | 'dataset' | 'batch' | 'destination'>;

/** @returns undefined when no such letter waits */
export async function discardLetter(
  tx: Transaction,
  id: number,
  { reason, by }: Discarding,
  filter?: DeadLetterFilter,
): Promise<DiscardedLetter | undefined> {
  const [letter] = await tx<DiscardedLetter[]>`
    update marea.dead_letters set ${settled(tx, { reason, by })} where id = ${id} and ${waits(tx, filter)}
    returning id::int, type, dataset, subject as batch, destination`;
  return letter;
}

/** All of a kind, the oldest first, as many as one request may settle. */
export async function discardLetters(
  tx: Transaction,
  filter: DeadLetterFilter,
  discarding: Discarding,
): Promise<DiscardedLetter[]> {
  const letters = await tx<DiscardedLetter[]>`
    update marea.dead_letters set ${settled(tx, discarding)}
    where id in (select id from marea.dead_letters where ${waits(tx, filter)} order by id limit ${MOST_LETTERS}
                 for update)
    returning id::int, type, dataset, subject as batch, destination`;
  return [...letters].sort((one, other) => one.id - other.id);
}

const settled = (tx: Transaction, { reason, by }: Discarding) =>
  tx`discarded_at = now(), discarded_because = ${reason}, discarded_by = ${by}`;

/** How many of a kind wait. */
export async function countLetters(tx: Query, filter: DeadLetterFilter): Promise<number> {
  const [counted] = await tx<{ letters: number }[]>`
    select count(*)::int as letters from marea.dead_letters where ${waits(tx, filter)}`;
  return counted?.letters ?? 0;
}
