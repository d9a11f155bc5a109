/**
 * Sends dead letters again, as they were: same id, so that what was done is not done twice. A letter is marked and its
 * event owed in one transaction, so it waits or is owed, whatever happens; one that fails again comes back to dead
 * letters, which takes the mark away.
 */
import type { Replay, Replayed } from '../../shared/api/dead-letters.ts';
import { type Changing, recorded } from '../../shared/runtime/asking/recorded.ts';
import {
  type DeadLetterFilter,
  lettersFor,
  takeLetter,
  waitingIds,
} from '../../shared/runtime/dead-letters.ts';
import { countLetters } from '../../shared/runtime/discard.ts';
import { oweAgain, sendRow } from '../../shared/runtime/outbox.ts';
import { type Sinks, sinkFor } from '../../shared/runtime/sinks.ts';
import type { Sql } from '../../shared/store/database.ts';

type Owed = Omit<Replayed, 'sent' | 'error'> & {
  /** Of its row in the outbox. */
  readonly row: string;
};

export interface Replaying extends Changing {
  readonly sinks: Sinks;
  readonly reason: string;
}

/**
 * Owes one and sends it at once, if the broker takes it; else `reconcile` does.
 * @returns undefined when no such dead letter waits, or it is not for who asks
 */
export async function replayOne(replaying: Replaying, id: number): Promise<Replayed | undefined> {
  const owed = await oweLetter(replaying, id);
  return owed && (await send(replaying.sql, replaying.sinks, owed));
}

/** Of one request: each is sent before the next, and a broker that has to store a batch takes its time. */
const MOST = 50;

/**
 * These that wait, the oldest first, as many as one request sends: `left` says how many follow. One that cannot be sent
 * does not keep the others.
 */
export async function replayAll(replaying: Replaying, filter: DeadLetterFilter): Promise<Replay> {
  const { sql, principal } = replaying;
  const reached = { ...filter, ...lettersFor(principal) };
  const ids = await waitingIds(sql, reached, MOST);
  const replayed: Replayed[] = [];
  for (const id of ids) {
    const one = await replayOne(replaying, id);
    if (one) replayed.push(one);
  }
  const after = ids.at(-1);
  return { replayed, left: after === undefined ? 0 : await countLetters(sql, { ...reached, after }) };
}

async function oweLetter(replaying: Replaying, id: number): Promise<Owed | undefined> {
  const { principal, reason } = replaying;
  return await recorded(replaying, async (tx, { record }) => {
    const letter = await takeLetter(tx, id, lettersFor(principal));
    if (!letter) return undefined;
    const { event, ...told } = letter;
    const { type, dataset } = told;
    const row = await oweAgain(tx, event, sinkFor(type));
    await record({ action: 'letter.replayed', dataset, target: String(id), reason, details: { type } });
    return { ...told, row };
  });
}

async function send(sql: Sql, sinks: Sinks, { row, ...letter }: Owed): Promise<Replayed> {
  try {
    await sendRow(sql, row, sinks);
    return { ...letter, sent: true };
  } catch (error) {
    return { ...letter, sent: false, error: (error as Error).message };
  }
}
