/**
 * Gives dead letters up, with a reason. They stay where they are and wait no more; a batch that one of them kept from
 * going on has come to its end.
 */
import type { Discarded } from '../../shared/api/dead-letters.ts';
import { type Changing, recorded } from '../../shared/runtime/asking/recorded.ts';
import { type DeadLetterFilter, lettersFor } from '../../shared/runtime/dead-letters.ts';
import {
  countLetters,
  type DiscardedLetter,
  type Discarding,
  discardLetter,
  discardLetters,
} from '../../shared/runtime/discard.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { givenUp } from '../../shared/tracking/batches.ts';
import { activeRun } from '../../shared/tracking/runs.ts';

/** @returns undefined when no such dead letter waits, or it is not for who asks */
export async function discardOne(
  changing: Changing,
  id: number,
  discarding: Discarding,
): Promise<Discarded | undefined> {
  return await recorded(changing, async (tx, { record }) => {
    const letter = await discardLetter(tx, id, discarding, lettersFor(changing.principal));
    if (!letter) return undefined;
    const { type, dataset } = letter;
    const discarded = await settle(tx, [letter], discarding);
    const { reason, by } = discarding;
    await record({ action: 'letter.discarded', dataset, target: String(id), reason, details: { type, by } });
    return { discarded, left: 0 };
  });
}

/** All of a kind, or as many of them as one request may settle: `left` says how many wait still. */
export async function discardAll(
  changing: Changing,
  filter: DeadLetterFilter,
  discarding: Discarding,
): Promise<Discarded> {
  const reached = { ...filter, ...lettersFor(changing.principal) };
  return await recorded(changing, async (tx, { record }) => {
    const letters = await discardLetters(tx, reached, discarding);
    const discarded = await settle(tx, letters, discarding);
    const left = await countLetters(tx, reached);
    const { reason, by } = discarding;
    const details = { ...filter, by, letters: letters.map(({ id }) => id) };
    if (letters.length > 0)
      await record({ action: 'letter.discarded', dataset: filter.dataset ?? null, reason, details });
    return { discarded, left };
  });
}

async function settle(
  tx: Transaction,
  letters: readonly DiscardedLetter[],
  { reason }: Discarding,
): Promise<Discarded['discarded']> {
  for (const letter of letters) await endBatch(tx, letter, reason);
  return letters.map(({ destination: _, ...told }) => told);
}

/** A training of the batch that is open ends by itself, when it has stood still for long. */
async function endBatch(tx: Transaction, letter: DiscardedLetter, reason: string): Promise<void> {
  const { type, dataset, batch } = letter;
  if (!dataset || !batch || isBeside(letter)) return;
  if ((await activeRun(tx, dataset))?.batch === batch) return;
  await givenUp(tx, dataset, batch, 'discarded', `${type} was discarded: ${reason}`);
}

/** No batch waits for its model's card. */
const isBeside = ({ destination }: DiscardedLetter): boolean => /^https?:\/\/card\b/.test(destination ?? '');
