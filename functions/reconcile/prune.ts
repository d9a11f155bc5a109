/** Forgets what has served its purpose. */
import type { Sql } from '../../shared/store/database.ts';

/** An event that was sent a month ago is not sent again. */
const OUTBOX_DAYS = 30;

/** @param inferenceDays how long asked and answered predictions are kept; @returns how many rows are gone */
export async function prune(sql: Sql, inferenceDays: number): Promise<number> {
  const events = await sql`
    delete from marea.outbox where sent_at < now() - make_interval(days => ${OUTBOX_DAYS})`;
  const predictions = await sql`
    delete from marea.inference_logs where at < now() - make_interval(days => ${inferenceDays})`;
  const feedback = await sql`
    delete from marea.feedback where at < now() - make_interval(days => ${inferenceDays})`;
  return events.count + predictions.count + feedback.count;
}
