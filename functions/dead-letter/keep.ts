/** Stores a dead letter, and tells its batch why it does not go on. */
import { keepLetter } from '../../shared/runtime/dead-letters.ts';
import type { Sql } from '../../shared/store/database.ts';
import { keptFromGoingOn } from '../../shared/tracking/batches.ts';
import type { DeadLetter } from './letter.ts';

/** @returns how often it has come by now */
export async function keep(sql: Sql, letter: DeadLetter): Promise<number> {
  const kept = withoutZeros(letter);
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

/** Postgres keeps no zero bytes in texts; an odd event is better kept without them than not at all. */
function withoutZeros(letter: DeadLetter): DeadLetter {
  return JSON.parse(JSON.stringify(letter), (_, value) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '\uFFFD') : value,
  ) as DeadLetter;
}
