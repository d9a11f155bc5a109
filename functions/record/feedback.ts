/** What turned out to be true: kept for itself, as it may arrive before the prediction that it belongs to. */
import type { DataOf } from '../../shared/events/event.ts';
import type { inferenceLogged } from '../../shared/events/types.ts';
import type { Query } from '../../shared/store/database.ts';

type Feedback = NonNullable<DataOf<typeof inferenceLogged>['feedback']>[number];

/** The newest word on a prediction counts, in whichever order the words arrive. */
export async function recordFeedback(
  sql: Query,
  dataset: string,
  feedback: readonly Feedback[],
): Promise<void> {
  if (feedback.length === 0) return;
  await sql`
    insert into marea.feedback (dataset, request_id, actual, at)
    select distinct on (f."requestId") ${dataset}, f."requestId", f.actual, f.at
    from jsonb_to_recordset(${sql.json(feedback as never)}) as f (
      "requestId" text, actual jsonb, at timestamptz)
    order by f."requestId", f.at desc
    on conflict (dataset, request_id) do update set actual = excluded.actual, at = excluded.at
      where marea.feedback.at < excluded.at`;
}

/**
 * Waits for the others of the data set that write predictions while this one writes what is true of some, and the other
 * way round: neither would see what the other has not committed. Those that write predictions alone do not wait for
 * each other.
 */
export async function takeTurn(sql: Query, dataset: string, tellsTruth: boolean): Promise<void> {
  const key = `record\n${dataset}`;
  if (tellsTruth) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  else await sql`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`;
}

/** Brings what was told to the predictions that are in the log by now. What never finds one stays unmatched. */
export async function matchFeedback(sql: Query, dataset: string, ids: readonly string[]): Promise<void> {
  await sql`
    with found as (
      update marea.feedback f set matched = true from marea.inference_logs l
      where f.dataset = ${dataset} and f.request_id = any(${ids as string[]})
        and l.dataset = f.dataset and l.request_id = f.request_id
        and (not f.matched or l.actual_at is distinct from f.at)
      returning f.request_id, f.actual, f.at)
    update marea.inference_logs l set actual = f.actual, actual_at = f.at
    from found f where l.dataset = ${dataset} and l.request_id = f.request_id`;
}
