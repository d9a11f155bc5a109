/**
 * Sends dead letters again, as they were: same id, so that what was done is not done twice. A letter is marked and its
 * event owed in one transaction, so it waits or is owed, whatever happens; one that fails again comes back to dead
 * letters, which takes the mark away.
 */
import type { Replayed } from '../../shared/api/dead-letters.ts';
import { type DeadLetterFilter, takeLetter, waitingIds } from '../../shared/runtime/dead-letters.ts';
import { oweAgain, sendRow } from '../../shared/runtime/outbox.ts';
import { type Sinks, sinkFor } from '../../shared/runtime/sinks.ts';
import type { Sql, Transaction } from '../../shared/store/database.ts';

type Owed = Omit<Replayed, 'sent' | 'error'> & {
  /** Of its row in the outbox. */
  readonly row: string;
};

/**
 * Owes one and sends it at once, if the broker takes it; else `reconcile` does.
 * @returns undefined when no such dead letter waits
 */
export async function replayOne(
  sql: Sql,
  sinks: Sinks,
  id: number,
  filter: DeadLetterFilter = {},
): Promise<Replayed | undefined> {
  const owed = await sql.begin((tx) => oweLetter(tx, id, filter));
  return owed && (await send(sql, sinks, owed));
}

/** All of these that wait, the oldest first. One that cannot be sent does not keep the others. */
export async function replayAll(sql: Sql, sinks: Sinks, filter: DeadLetterFilter = {}): Promise<Replayed[]> {
  const done: Replayed[] = [];
  for (const id of await waitingIds(sql, filter)) {
    const replayed = await replayOne(sql, sinks, id, filter);
    if (replayed) done.push(replayed);
  }
  return done;
}

async function oweLetter(tx: Transaction, id: number, filter: DeadLetterFilter): Promise<Owed | undefined> {
  const letter = await takeLetter(tx, id, filter);
  if (!letter) return undefined;
  const { event, ...told } = letter;
  return { ...told, row: await oweAgain(tx, event, sinkFor(letter.type)) };
}

async function send(sql: Sql, sinks: Sinks, { row, ...letter }: Owed): Promise<Replayed> {
  try {
    await sendRow(sql, row, sinks);
    return { ...letter, sent: true };
  } catch (error) {
    return { ...letter, sent: false, error: (error as Error).message };
  }
}
