/** As much as a console has to show after a year: 10,000 runs, 1,000 batches, 100,000 predictions; written in bulk. */
import type { Sql } from '../../../shared/store/database.ts';

export const RUNS = 10_000;
export const BATCHES = 1000;
export const PREDICTIONS = 100_000;
const METRICS = 20;
const VERSIONS = 20;
const REJECTED = 10_000;

export async function seed(sql: Sql): Promise<void> {
  await runs(sql);
  await versions(sql);
  await batches(sql);
  await stages(sql);
  await predictions(sql);
  // As autovacuum does it sooner or later, and a measurement does not wait for it.
  await sql`vacuum analyze`;
}

async function runs(sql: Sql): Promise<void> {
  await sql`insert into marea.experiments (name) values ('realtor')`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset, batch, started_at, ended_at)
    select md5(n::text), e.id, 'training ' || n, case when n % 20 = 0 then 'FAILED' else 'FINISHED' end,
           'realtor', 'batch-' || n % ${BATCHES}, now() - make_interval(mins => n * 50),
           now() - make_interval(mins => n * 50 - 7)
    from marea.experiments e, generate_series(1, ${RUNS}) n where e.name = 'realtor'`;
  await sql`
    insert into marea.params (run_id, key, value)
    select md5(n::text), 'param_' || k, (n * k % 97)::text from generate_series(1, ${RUNS}) n, generate_series(1, 10) k`;
  await sql`
    insert into marea.latest_metrics (run_id, key, value, step, at)
    select md5(n::text), 'metric_' || k, n * k % 997 / 997.0, 0, now()
    from generate_series(1, ${RUNS}) n, generate_series(1, ${METRICS}) k`;
}

async function versions(sql: Sql): Promise<void> {
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason, created_at)
    select 'realtor', n, md5(n::text), 's3://models/realtor/' || n,
           case when n = ${VERSIONS} then 'Production' else 'Archived' end,
           jsonb_build_object('r2', 0.6 + n / 200.0, 'rmse', 250000 - n * 1000, 'coverage', 0.9), 'better',
           now() - make_interval(days => ${VERSIONS} - n)
    from generate_series(1, ${VERSIONS}) n`;
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason, metrics, at)
    select name, version, run_id, 'promoted', reason, metrics, created_at from marea.model_versions`;
}

/** One every half an hour; the newest has rejected rows to read. */
async function batches(sql: Sql): Promise<void> {
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, rejected, duplicate, reasons,
                               outcome, reason, started_at, ended_at)
    select 'realtor', 'batch-' || n, 's', 'e' || n, 'source', 'ended', 12000, 11000, 800, 200, '{"no_price": 800}',
           (array['not trained', 'promoted', 'rejected', 'rolled back', 'training failed'])[1 + n % 5],
           'r2 0.698 is no better than 0.712 of version 1 on the same rows', now() - make_interval(mins => n * 30),
           now() - make_interval(mins => n * 30 - 9)
    from generate_series(1, ${BATCHES}) n`;
  await sql`
    insert into marea.drift_history (dataset, batch, checked_at, drifted, target_drifted, share, train, reason, report)
    select dataset, id, ended_at, false, false, 0.1, false, 'nothing has drifted', '{}' from marea.batches`;
  await sql`
    insert into realtor.rejected (batch, row_number, reason, raw)
    select 'batch-1', n, 'no_price', '{"status": "for_sale", "bed": "3", "city": "Adjuntas"}'
    from generate_series(1, ${REJECTED}) n`;
}

async function stages(sql: Sql): Promise<void> {
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at, ended_at)
    select e.stage, 's', e.stage || b.id, 'dev.marea.' || e.stage, 'realtor', b.id, 'done', b.started_at, b.ended_at
    from marea.batches b, unnest(array['ingest', 'clean', 'drift', 'train', 'assemble', 'promote', 'card', 'rollout']) as e (stage)`;
}

/** One every minute and a half; the truth of every tenth came. */
async function predictions(sql: Sql): Promise<void> {
  await sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at, actual, actual_at)
    select 'realtor', 'request-' || n, ${VERSIONS}, jsonb_build_object('bed', n % 6, 'city', 'City ' || n % 5000, 'state', 'Ohio'),
           jsonb_build_object('price', 400000 + n, 'interval', jsonb_build_object('lower', 300000, 'upper', 500000, 'level', 0.9)),
           3 + n % 9, now() - make_interval(secs => n * 90), case when n % 10 = 0 then to_jsonb(400000 + n % 900) end,
           case when n % 10 = 0 then now() - make_interval(secs => n * 90) end
    from generate_series(1, ${PREDICTIONS}) n`;
}
