/** Inserts predictions into the log; one that is there already stays as it is: of two with one id the first is kept. */
import type { DataOf } from '../../shared/events/event.ts';
import type { inferenceLogged } from '../../shared/events/types.ts';
import type { Query } from '../../shared/store/database.ts';

type Prediction = DataOf<typeof inferenceLogged>['predictions'][number];

/** One statement for all of them: the rows travel as one JSON text, whatever their number. */
export async function recordPredictions(
  sql: Query,
  dataset: string,
  predictions: readonly Prediction[],
): Promise<void> {
  if (predictions.length === 0) return;
  await sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at,
                                      principal)
    select ${dataset}, p."requestId", p."modelVersion", p.input, p.output, p.milliseconds, p.at,
           p.principal
    from jsonb_to_recordset(${sql.json(predictions as never)}) as p (
      "requestId" text, "modelVersion" integer, input jsonb, output jsonb, milliseconds double precision,
      at timestamptz, principal text)
    on conflict (dataset, request_id) do nothing`;
}
