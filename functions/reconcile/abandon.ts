/**
 * A training that stands still for hours holds up every later one: a trial that can never end (its event in dead
 * letters, its pod killed for memory each time), an artifact that is refused. It is closed as failed, with the reason.
 */
import type { Sql } from '../../shared/store/database.ts';
import { ended } from '../../shared/tracking/batches.ts';
import { remember } from '../../shared/tracking/production.ts';
import { closeStill } from '../../shared/tracking/trainings.ts';

/**
 * @param hours without a trial that ends
 * @returns how many were closed
 */
export async function abandonTrainings(sql: Sql, hours: number): Promise<number> {
  return await sql.begin(async (tx) => {
    const closed = await closeStill(tx, hours);
    for (const { run, dataset, batch, open } of closed) {
      const reason = `run ${run} stood still for ${hours} hours with ${open} open trials`;
      await remember(tx, { name: dataset, run, event: 'training failed', reason });
      await ended(tx, dataset, batch ?? undefined, 'training failed', reason);
    }
    return closed.length;
  });
}
