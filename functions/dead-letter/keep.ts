/** Stores a dead letter; one that comes again, after a replay, waits again. */
import type { Sql } from '../../shared/store/database.ts';
import type { DeadLetter } from './letter.ts';

/** @returns how often it has come by now */
export async function keep(sql: Sql, letter: DeadLetter): Promise<number> {
  const { source, eventId, type, dataset, subject, event, destination, code, error } = withoutZeros(letter);
  return await sql.begin(async (tx) => {
    const [row] = await tx<{ deliveries: number }[]>`
      insert into marea.dead_letters (source, event_id, type, dataset, subject, event, destination, code, error)
      values (${source}, ${eventId}, ${type}, ${dataset ?? null}, ${subject ?? null}, ${tx.json(event as never)},
              ${destination ?? null}, ${code ?? null}, ${error ?? null})
      on conflict (source, event_id, destination) do update
        set deliveries = marea.dead_letters.deliveries + 1, received_at = now(), replayed_at = null,
            event = excluded.event, code = excluded.code, error = excluded.error
      returning deliveries`;
    if (dataset && subject) {
      const reason = `${type} is in dead letters: ${error ?? 'no reason given'}`;
      await tx`
        update marea.batches set reason = ${reason}, updated_at = now()
        where dataset = ${dataset} and id = ${subject} and ended_at is null`;
    }
    return row?.deliveries ?? 1;
  });
}

/** Postgres keeps no zero bytes in texts; an odd event is better kept without them than not at all. */
function withoutZeros(letter: DeadLetter): DeadLetter {
  return JSON.parse(JSON.stringify(letter), (_, value) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '\uFFFD') : value,
  ) as DeadLetter;
}
