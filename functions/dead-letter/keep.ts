/** Stores a dead letter, and tells its batch why it does not go on. */

import { wellFormedIn } from '../../shared/formats/well-formed.ts';
import { keepLetter, type NewLetter } from '../../shared/runtime/dead-letters.ts';
import type { Sql } from '../../shared/store/database.ts';
import { keptFromGoingOn } from '../../shared/tracking/batches.ts';
import type { DeadLetter } from './letter.ts';

/** @returns how often it has come by now */
export async function keep(sql: Sql, letter: DeadLetter): Promise<number> {
  const kept = storable(letter);
  const { type, dataset, subject, error } = kept;
  return await sql.begin(async (tx) => {
    const deliveries = await keepLetter(tx, kept);
    if (dataset && subject)
      await keptFromGoingOn(
        tx,
        dataset,
        subject,
        `${type} is in dead letters: ${error ?? 'no reason given'}`,
      );
    return deliveries;
  });
}

/** An odd event is better kept with its texts mended than not at all; its bytes are kept beside it then. */
function storable({ body, isWhole, ...told }: DeadLetter): NewLetter {
  const kept = wellFormedIn(told);
  return isWhole && kept === told ? kept : { ...kept, body };
}
