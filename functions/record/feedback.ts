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
  const ids = feedback.map(({ requestId }) => requestId);
  await sql`
    update marea.inference_logs l set actual = f.actual, actual_at = f.at
    from marea.feedback f
    where f.dataset = ${dataset} and f.request_id = any(${ids})
      and l.dataset = f.dataset and l.request_id = f.request_id and l.actual_at is distinct from f.at`;
}
