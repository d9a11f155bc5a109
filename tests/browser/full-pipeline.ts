/** A pipeline in the middle of its work, as its tables tell it: upon a day of batches. */
import type { Services } from '../services.ts';

export async function fillPipeline(services: Services): Promise<void> {
  await stages(services);
  await trials(services);
  await batch(services);
}

/** Ended stages of `b1`, a stage that works, one that fails, and one that was given up. */
async function stages({ sql }: Services): Promise<void> {
  await sql`delete from marea.stages where dataset = 'realtor'`;
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at, ended_at)
    select stage, 's', stage || ' of b1', 'dev.marea.' || stage, 'realtor', 'b1', 'done',
           now() - make_interval(secs => 600 - position * 40), now() - make_interval(secs => 600 - position * 40 - seconds)
    from unnest(array['ingest', 'clean', 'drift', 'train', 'assemble', 'promote', 'card', 'rollout'],
                array[4, 9, 2, 12, 70, 6, 3, 90]) with ordinality as e (stage, seconds, position)`;
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, attempts, error, started_at, failed_at)
    values ('train', 's', 'train now', 'dev.marea.batch.checked', 'realtor', 'listings-2026-11-now', 'running', 1, null,
            now() - interval '40 seconds', null),
           ('clean', 's', 'clean now', 'dev.marea.batch.stored', 'realtor', 'listings-2026-11-now', 'running', 3,
            'the object store does not answer', now() - interval '50 seconds', now() - interval '5 seconds'),
           ('card', 's', 'card then', 'dev.marea.model.promoted', 'realtor', 'listings-2026-11-3', 'failed', 11,
            'no figure could be written: no space left', now() - interval '2 hours', now() - interval '1 hour')`;
}

/** 40 of 64 were planned. */
async function trials({ sql }: Services): Promise<void> {
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset, batch)
    select 'r2', id, 'training', 'RUNNING', 'realtor', 'listings-2026-11-now' from marea.experiments where name = 'realtor'`;
  await sql`insert into marea.params (run_id, key, value) values ('r2', 'trials', '64'), ('r2', 'rows', '11204')`;
  await sql`
    insert into marea.runs (id, experiment_id, parent_id, name, status)
    select 'r2-' || n, id, 'r2', 'trial', 'FINISHED' from marea.experiments, generate_series(0, 39) n where name = 'realtor'`;
  await sql`
    insert into marea.trials (run_id, trial, round, child_run_id, family, parameters, seed, status, score, seconds)
    select 'r2', n, 0, 'r2-' || n, 'boosting', '{}', n,
           case when n < 21 then 'finished' when n < 30 then 'stopped' when n = 30 then 'failed' else 'requested' end,
           case when n < 30 then 0.6 + n * 0.003 end, case when n < 31 then 2 + n % 7 end
    from generate_series(0, 39) n`;
}

const column = (name: string, drifted: boolean, current: readonly number[]) => ({
  column: name,
  kind: 'numeric',
  test: 'ks',
  statistic: drifted ? 0.41 : 0.03,
  threshold: 0.05,
  drifted,
  psi: 0.2,
  missing: { reference: 0.012, current: 0.034 },
  distribution: {
    kind: 'bins',
    edges: [0, 1, 2, 3, 4, 5, 6],
    reference: [0.05, 0.2, 0.35, 0.25, 0.1, 0.05],
    current,
  },
});

/** What was rejected of `b1`, what could not be read of it, and how it was held against the model. */
async function batch({ sql }: Services): Promise<void> {
  const columns = [
    column('bed', true, [0.3, 0.4, 0.2, 0.05, 0.03, 0.02]),
    column('bath', false, [0.06, 0.19, 0.35, 0.26, 0.1, 0.04]),
  ];
  const reason = 'KS over the limit for 1 of 2 columns';
  const report = {
    reason,
    production: {
      drifted: true,
      share: 0.5,
      threshold: 0.5,
      columns,
      target: null,
      reason,
      referenceRows: 9000,
      currentRows: 6,
    },
    previous: null,
  };
  await sql`
    update marea.batches set reasons = '{"no_price": 2, "bad_zip": 1}', filename = 'listings.csv',
      unreadable = '{"house_size": {"values": 3, "of": 10, "examples": ["about 90", "n.n."]}}',
      reading = '{"format": "csv", "separator": ";"}', started_at = now() - interval '10 minutes'
    where dataset = 'realtor' and id = 'b1'`;
  await sql`
    update marea.drift_history set model_version = 1, reason = ${reason}, share = 0.5, report = ${sql.json(report)}
    where dataset = 'realtor' and batch = 'b1'`;
  await sql`delete from realtor.rejected where batch = 'b1'`;
  await sql`
    insert into realtor.rejected (batch, row_number, reason, raw)
    values ('b1', 2, 'no_price', '{"status": "for_sale", "bed": "3", "city": "Adjuntas"}'),
           ('b1', 5, 'no_price', '{"status": "for_sale", "bed": "2", "city": "Ponce"}'),
           ('b1', 9, 'bad_zip', '{"zip_code": "0000x", "city": "Ponce"}')`;
}
