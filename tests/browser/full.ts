/** A platform that has been at work for a day, as its tables tell it. */

import { letter, promotedBatch } from '../console.ts';
import type { Services } from '../services.ts';

/** Versions, a day of batches of every outcome, a dead letter, answers and what was true. */
export async function fillDay(services: Services): Promise<void> {
  const { sql } = services;
  await promotedBatch(services);
  await sql`
    update marea.model_versions
    set metrics = '{"r2": 0.712, "r2_log": 0.688, "rmse": 214300, "mae": 112800, "mdape": 0.183, "coverage": 0.901}',
        reason = 'r2 0.712 is better than 0.705 of version 1 on the same 4,812 rows', created_at = now() - interval '3 hours'`;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, rejected, duplicate,
                               reasons, outcome, reason, started_at, ended_at)
    select 'realtor', 'listings-2026-11-' || n, 's', 'e' || n, 'source', 'ended', 12000, 11000 - n * 40, 800 + n * 40, 200,
           '{"no_price": 300}', (array['promoted', 'rejected', 'not trained', 'rolled back', 'training failed'])[1 + n % 5],
           'r2 0.698 is no better than 0.712 of version 1 on the same rows',
           now() - make_interval(mins => n * 70), now() - make_interval(mins => n * 70 - 8 - n * 2)
    from generate_series(1, 18) n`;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, rejected, duplicate, started_at)
    values ('realtor', 'listings-2026-11-now', 's', 'now', 'source', 'training', 12000, 11204, 600, 196,
            now() - interval '4 minutes')`;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, held, outcome, reason,
                               started_at, ended_at)
    values ('diabetes', 'encounters-2008', 's', 'held', 'source', 'ended', 9000, 9000, 'number_diagnoses', 'held',
            '38 % of the values of number_diagnoses could not be read, at most 5 % may', now() - interval '90 minutes',
            now() - interval '85 minutes')`;
  await sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at, actual, actual_at)
    select 'realtor', 'r' || n, 1, '{"bed": 3}',
           json_build_object('price', 400000 + n * 100, 'interval', json_build_object('lower', 300000, 'upper', 500000, 'level', 0.9)),
           3 + n % 9, now() - make_interval(mins => n), to_jsonb(400000 + n * 900), now() - make_interval(mins => n)
    from generate_series(1, 120) n`;
  await letter(services, 'broken', 'dev.marea.batch.received');
}
