/** What observe tells of a database with known rows in it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { datasets } from '../../shared/datasets/index.ts';
import { promotedBatch } from '../../tests/console.ts';
import { httpRequest } from '../../tests/http-request.ts';
import { complaints, hasPromtool } from '../../tests/promtool.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { seriesOf } from './fixtures/series.ts';
import { groups } from './groups.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(async () => {
  await (await import('../../shared/runtime/resources.ts')).closeResources();
  await services.stop();
});
beforeEach(async () => {
  await services.sql`
    truncate marea.batches, marea.stages, marea.outbox, marea.dead_letters, marea.drift_history, marea.experiments,
      marea.registered_models, marea.model_history, marea.inference_logs, marea.feedback, marea.totals cascade`;
});

/** The series of one group. */
async function read(name: string): Promise<Record<string, number>> {
  const group = groups.find((candidate) => candidate.name === name);
  if (!group) throw new Error(`no group ${name}`);
  return seriesOf(await group.read(services.sql, datasets()));
}

describe('batches', () => {
  it('are counted by outcome, with how long they took; open ones by age', async () => {
    const insert = (id: string, took: string | null, outcome: string | null, age = '1 hour') => services.sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, outcome, started_at, ended_at)
      values ('realtor', ${id}, 's', ${id}, 'source', 'stored', ${outcome}, now() - ${age}::interval,
              now() - ${age}::interval + ${took}::interval)`;
    await insert('a', '5 seconds', 'promoted');
    await insert('b', '30 seconds', 'promoted');
    await insert('c', '45 minutes', 'training failed');
    await insert('d', null, null, '90 seconds');
    await insert('e', null, null, '10 seconds');
    const series = await read('batches');
    expect(series).toMatchObject({
      'marea_batches_total{dataset="realtor",outcome="promoted"}': 2,
      'marea_batches_total{dataset="realtor",outcome="training failed"}': 1,
      'marea_batches_total{dataset="realtor",outcome="rejected"}': 0,
      'marea_batches_total{dataset="diabetes",outcome="promoted"}': 0,
      'marea_batch_duration_seconds_bucket{dataset="realtor",le="2.5"}': 0,
      'marea_batch_duration_seconds_bucket{dataset="realtor",le="5"}': 1,
      'marea_batch_duration_seconds_bucket{dataset="realtor",le="40"}': 2,
      'marea_batch_duration_seconds_bucket{dataset="realtor",le="+Inf"}': 3,
      'marea_batch_duration_seconds_sum{dataset="realtor"}': 2735,
      'marea_batch_duration_seconds_count{dataset="realtor"}': 3,
      'marea_open_batches{dataset="realtor"}': 2,
      'marea_open_batches{dataset="diabetes"}': 0,
      'marea_open_batch_oldest_age_seconds{dataset="diabetes"}': 0,
    });
    const age = series['marea_open_batch_oldest_age_seconds{dataset="realtor"}'] ?? 0;
    expect(age).toBeGreaterThanOrEqual(90);
    expect(age).toBeLessThan(120);
  });

  it('their rows are counted by fate, origin and reason', async () => {
    const insert = (id: string, origin: string, counts: number[], reasons: object) => services.sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, rejected, duplicate, reasons)
      values ('realtor', ${id}, 's', ${id}, ${origin}, 'cleaned', ${counts[0] ?? 0}, ${counts[1] ?? 0},
              ${counts[2] ?? 0}, ${counts[3] ?? 0}, ${services.sql.json(reasons as never)})`;
    await insert('a', 'source', [100, 80, 15, 5], { no_price: 10, malformed: 5 });
    await insert('b', 'user', [10, 8, 1, 1], { no_price: 1, 'a rule of long ago': 7 });
    const series = await read('rows');
    expect(series).toMatchObject({
      'marea_rows_total{dataset="realtor",fate="received"}': 110,
      'marea_rows_total{dataset="realtor",fate="clean"}': 88,
      'marea_rows_total{dataset="realtor",fate="rejected"}': 16,
      'marea_rows_total{dataset="realtor",fate="duplicate"}': 6,
      'marea_rows_total{dataset="diabetes",fate="clean"}': 0,
      'marea_batch_rows_total{dataset="realtor",origin="source"}': 100,
      'marea_batch_rows_total{dataset="realtor",origin="user"}': 10,
      'marea_rejected_rows_total{dataset="realtor",reason="no_price"}': 11,
      'marea_rejected_rows_total{dataset="realtor",reason="malformed"}': 5,
      'marea_rejected_rows_total{dataset="realtor",reason="lot_negative"}': 0,
    });
    expect(Object.keys(series).filter((name) => name.includes('long ago'))).toEqual([]);
  });
});

describe('what could not be read', () => {
  const insert = (id: string, unreadable: object, held: string | null, retracted = false) => services.sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, unreadable, held, retracted_at)
    values ('realtor', ${id}, 's', ${id}, 'source', 'ended', ${services.sql.json(unreadable as never)}, ${held},
            ${retracted ? new Date() : null})`;

  it('is counted by column; batches held for it until they are taken back', async () => {
    await insert('a', { price: { values: 3, of: 50, examples: ['x'] } }, null);
    await insert('b', { price: { values: 40, of: 50 }, bed: { values: 1, of: 2 } }, 'too many');
    await insert('c', { 'a column of long ago': { values: 9, of: 9 } }, 'too many', true);
    const series = await read('unreadable');
    expect(series).toMatchObject({
      'marea_unreadable_values_total{dataset="realtor",column="price"}': 43,
      'marea_unreadable_values_total{dataset="realtor",column="bed"}': 1,
      'marea_unreadable_values_total{dataset="realtor",column="bath"}': 0,
      'marea_unreadable_values_total{dataset="diabetes",column="time_in_hospital"}': 0,
      'marea_held_batches{dataset="realtor"}': 1,
      'marea_held_batches{dataset="diabetes"}': 0,
    });
    expect(Object.keys(series).filter((name) => /long ago|"city"/.test(name))).toEqual([]);
  });
});

describe('events', () => {
  const owe = (id: string, type: string, age = '0 s', sent = false) => services.sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at, sent_at)
    values ('s', ${id}, 'c', 'c', 'clean', ${services.sql.json({ type, dataset: 'realtor' })},
            now() - ${age}::interval, case when ${sent} then now() end)
    on conflict (source, event_id) do nothing`;

  it('emitted are counted once each, and still after they were pruned', async () => {
    await owe('a', 'dev.marea.batch.cleaned', '0 s', true);
    await owe('b', 'dev.marea.batch.cleaned', '400 seconds');
    await owe('b', 'dev.marea.batch.cleaned');
    await owe('c', 'dev.marea.drift.checked', '0 s', true);
    await services.sql`delete from marea.outbox where event_id in ('a', 'c')`;
    const series = await read('events');
    expect(series).toMatchObject({
      'marea_events_emitted_total{dataset="realtor",type="dev.marea.batch.cleaned"}': 2,
      'marea_events_emitted_total{dataset="realtor",type="dev.marea.drift.checked"}': 1,
      'marea_events_emitted_total{dataset="realtor",type="dev.marea.model.promoted"}': 0,
      marea_outbox_events: 1,
    });
    expect(series.marea_outbox_oldest_age_seconds).toBeGreaterThanOrEqual(400);
    expect(series.marea_outbox_oldest_age_seconds).toBeLessThan(430);
  });

  it('handled are counted when they are done or refused, retries at each further delivery', async () => {
    const { sql } = services;
    const begin = (id: string) => sql`
      insert into marea.stages (stage, source, event_id, type, dataset, status)
      values ('clean', 's', ${id}, 't', 'realtor', 'running')
      on conflict (stage, source, event_id) do update
        set status = 'running', attempts = marea.stages.attempts + 1 where marea.stages.status <> 'done'`;
    const end = (id: string, status: string) =>
      sql`update marea.stages set status = ${status} where event_id = ${id} and status <> 'done'`;
    await begin('a');
    await end('a', 'done');
    await begin('a');
    await end('a', 'done');
    await begin('b');
    await end('b', 'failed');
    await begin('b');
    await end('b', 'done');
    await begin('c');
    expect(await read('events')).toMatchObject({
      'marea_stage_events_total{dataset="realtor",stage="clean",status="done"}': 2,
      'marea_stage_events_total{dataset="realtor",stage="clean",status="failed"}': 1,
      'marea_stage_retries_total{dataset="realtor",stage="clean"}': 1,
    });
  });

  it('that could not be delivered are told by type only where the type is known', async () => {
    const keep = (
      id: string,
      type: string,
      dataset: string | null,
      deliveries: number,
      replayed: boolean,
    ) => services.sql`
      insert into marea.dead_letters (source, event_id, type, dataset, event, deliveries, replayed_at)
      values ('s', ${id}, ${type}, ${dataset}, '{}', ${deliveries}, case when ${replayed} then now() end)`;
    await keep('a', 'dev.marea.batch.stored', 'realtor', 3, false);
    await keep('b', 'dev.marea.batch.stored', 'realtor', 1, true);
    await keep('c', 'anything <b>"at all', 'somebody', 2, false);
    const series = await read('dead-letters');
    expect(series).toMatchObject({
      'marea_dead_letters{type="dev.marea.batch.stored"}': 1,
      'marea_dead_letters{type="other"}': 1,
      'marea_dead_letters{type="dev.marea.batch.cleaned"}': 0,
      'marea_dead_letters_received_total{dataset="realtor",type="dev.marea.batch.stored"}': 4,
      'marea_dead_letters_received_total{dataset="other",type="other"}': 2,
    });
    expect(JSON.stringify(series)).not.toMatch(/anything|somebody/);
  });
});

describe('models', () => {
  it('the version in production, its metrics beside what is asked of them, and what has happened', async () => {
    await promotedBatch(services);
    const series = await read('models');
    expect(series).toMatchObject({
      'marea_dataset_info{dataset="realtor",task="regression"}': 1,
      'marea_dataset_info{dataset="diabetes",task="classification"}': 1,
      'marea_production_model_version{dataset="realtor"}': 1,
      marea_datasets_without_model: 0,
      'marea_model_quality{dataset="realtor",metric="r2"}': 0.7,
      'marea_model_quality_floor{dataset="realtor",metric="r2"}': 0.35,
      'marea_model_quality_ceiling{dataset="realtor",metric="rmse"}': 700_000,
      'marea_model_events_total{dataset="realtor",event="promoted"}': 1,
      'marea_model_events_total{dataset="realtor",event="rolled back"}': 0,
      'marea_trials_total{dataset="realtor",status="finished"}': 1,
      'marea_trials_total{dataset="realtor",status="failed"}': 0,
      'marea_open_trials{dataset="realtor"}': 0,
    });
    const since = series['marea_production_model_timestamp_seconds{dataset="realtor"}'] ?? 0;
    expect(Math.abs(since - Date.now() / 1000)).toBeLessThan(60);
    expect(series).not.toHaveProperty('marea_production_model_version{dataset="diabetes"}');
  });

  it('a data set that has had batches and has no model is counted', async () => {
    await services.sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, outcome, ended_at)
      values ('diabetes', 'b', 's', 'e', 'source', 'ended', 'not trained', now())`;
    expect(await read('models')).toMatchObject({ marea_datasets_without_model: 1 });
  });
});

describe('drift', () => {
  const check = (batch: string, age: string, drifted: boolean, production: object | null) => services.sql`
    insert into marea.drift_history (dataset, batch, checked_at, drifted, target_drifted, share, train, reason, report)
    values ('realtor', ${batch}, now() - ${age}::interval, ${drifted}, false, ${drifted ? 0.6 : 0}, false, 'r',
            ${services.sql.json({ production } as never)})`;
  const column = (name: string, psi: number | null, drifted: boolean) => ({
    column: name,
    psi,
    drifted,
    distribution: { kind: 'bars' },
  });

  it('is that of the latest check that had something to compare', async () => {
    await check('a', '3 hours', false, { columns: [column('bed', 0.01, false)], target: null });
    await check('b', '2 hours', true, {
      columns: [column('bed', 0.4, true), column('bath', null, false)],
      target: column('price', 0.2, true),
    });
    await check('c', '1 hour', false, null);
    const series = await read('drift');
    expect(series).toMatchObject({
      'marea_drift_share{dataset="realtor"}': 0.6,
      'marea_drift_detected{dataset="realtor"}': 1,
      'marea_drift_score{dataset="realtor",column="bed"}': 0.4,
      'marea_drift_score{dataset="realtor",column="price"}': 0.2,
      'marea_drift_column_detected{dataset="realtor",column="bed"}': 1,
      'marea_drift_column_detected{dataset="realtor",column="bath"}': 0,
      'marea_drift_checks_total{dataset="realtor",drifted="true"}': 1,
      'marea_drift_checks_total{dataset="realtor",drifted="false"}': 2,
      'marea_drift_checks_total{dataset="diabetes",drifted="true"}': 0,
    });
    expect(series).not.toHaveProperty('marea_drift_score{dataset="realtor",column="bath"}');
  });

  it('is no zero where nothing was ever compared', async () => {
    expect(Object.keys(await read('drift')).filter((name) => !name.includes('checks_total'))).toEqual([]);
  });
});

interface Logged {
  readonly dataset?: string;
  readonly age?: string;
  readonly actual?: unknown;
}

function log(
  id: string,
  input: object,
  output: object,
  { dataset = 'realtor', age = '1 hour', actual }: Logged = {},
) {
  const { sql } = services;
  return sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, at, actual, actual_at)
    values (${dataset}, ${id}, 1, ${sql.json(input as never)}, ${sql.json(output as never)}, now() - ${age}::interval,
            ${actual === undefined ? null : sql.json(actual as never)},
            ${actual === undefined ? null : sql`now() - ${age}::interval`})`;
}

describe('predictions', () => {
  it('and true answers are counted for ever, each once', async () => {
    const { sql } = services;
    await log('a', {}, {});
    await log('b', {}, {});
    await log('x', {}, {}, { dataset: 'diabetes' });
    for (const actual of [1, 2])
      await sql`
        insert into marea.feedback (dataset, request_id, actual, at) values ('realtor', 'a', ${sql.json(actual)}, now())
        on conflict (dataset, request_id) do update set actual = excluded.actual`;
    await sql`delete from marea.inference_logs`;
    expect(await read('predictions')).toEqual({
      'marea_feedback_unmatched{dataset="realtor"}': 0,
      'marea_feedback_unmatched{dataset="diabetes"}': 0,
      'marea_logged_predictions_total{dataset="realtor"}': 2,
      'marea_logged_predictions_total{dataset="diabetes"}': 1,
      'marea_feedback_total{dataset="realtor"}': 1,
      'marea_feedback_total{dataset="diabetes"}': 0,
    });
  });

  it('are counted exactly when many connections log at once', async () => {
    const { sql } = services;
    await Promise.all(
      Array.from({ length: 40 }, (_, event) =>
        sql.begin(async (tx) => {
          await tx`
            insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
            select case when i % 5 = 0 then 'diabetes' else 'realtor' end, ${event} || '-' || i, 1, '{}', '{}', now()
            from generate_series(1, 25) i`;
          await tx`
            insert into marea.stages (stage, source, event_id, type, dataset, status)
            values ('record', 's', ${`${event}`}, 't', 'realtor', 'running')`;
          await tx`update marea.stages set status = 'done' where event_id = ${`${event}`}`;
        }),
      ),
    );
    expect(await read('predictions')).toMatchObject({
      'marea_logged_predictions_total{dataset="realtor"}': 800,
      'marea_logged_predictions_total{dataset="diabetes"}': 200,
    });
    expect(await read('events')).toMatchObject({
      'marea_stage_events_total{dataset="realtor",stage="record",status="done"}': 40,
    });
  });

  it('of the last day are told by the values that are declared, or by the commonest', async () => {
    await log('a', { status: 'for_sale', state: 'Ohio' }, {});
    await log('b', { status: 'SOLD', state: ' Ohio ' }, {});
    await log('c', { status: 'drop table', state: 'x'.repeat(61) }, {});
    await log('d', { bed: 3 }, {});
    await log('old', { status: 'for_sale', state: 'Ohio' }, {}, { age: '25 hours' });
    const recent = (slice: string, value: string) =>
      `marea_recent_predictions{dataset="realtor",slice="${slice}",value="${value}"}`;
    const realtor = Object.entries(await read('recent')).filter(([name]) => name.includes('realtor'));
    expect(Object.fromEntries(realtor)).toEqual({
      [recent('status', 'for_sale')]: 1,
      [recent('status', 'sold')]: 1,
      [recent('status', 'ready_to_build')]: 0,
      [recent('status', 'other')]: 1,
      [recent('status', 'missing')]: 1,
      [recent('state', 'Ohio')]: 2,
      [recent('state', 'other')]: 1,
      [recent('state', 'missing')]: 1,
    });
  });

  it('no column has more than 60 values of its own', async () => {
    await services.sql`
      insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
      select 'realtor', 'r' || i, 1, jsonb_build_object('state', 'S' || (i % 100), 'status', 'sold'), '{}', now()
      from generate_series(1, 250) i`;
    const series = await read('recent');
    const states = Object.entries(series).filter(([name]) => name.includes('slice="state"'));
    expect(states).toHaveLength(61);
    expect(states.reduce((sum, [, rows]) => sum + rows, 0)).toBe(250);
  });
});

describe('answers whose truth is known', () => {
  const answer = (price: number, lower: number, upper: number) => ({
    price,
    interval: { lower, upper, level: 0.9 },
  });

  it('are measured in the unit of the target', async () => {
    await log('a', {}, answer(110, 90, 130), { actual: 100 });
    await log('b', {}, answer(150, 120, 180), { actual: 200 });
    await log('c', {}, answer(300, 200, 400), { actual: 400 });
    await log('open', {}, answer(1, 1, 1));
    await log('long ago', {}, answer(1, 1, 1), { actual: 9, age: '31 days' });
    await log('odd', {}, { error: 'none' }, { actual: 9 });
    const series = await read('live');
    expect(series).toEqual({
      'marea_live_feedback{dataset="realtor"}': 3,
      'marea_live_feedback{dataset="diabetes"}': 0,
      'marea_live_error{dataset="realtor",metric="mean_absolute"}': 160 / 3,
      'marea_live_error{dataset="realtor",metric="median_absolute_percentage"}': 0.25,
      'marea_live_interval_coverage{dataset="realtor"}': 2 / 3,
      'marea_interval_level{dataset="realtor"}': 0.9,
      'marea_live_predicted{dataset="realtor",quantile="0.1"}': 118,
      'marea_live_predicted{dataset="realtor",quantile="0.5"}': 150,
      'marea_live_predicted{dataset="realtor",quantile="0.9"}': 270,
      'marea_live_actual{dataset="realtor",quantile="0.1"}': 120,
      'marea_live_actual{dataset="realtor",quantile="0.5"}': 200,
      'marea_live_actual{dataset="realtor",quantile="0.9"}': 360,
    });
  });

  it('of a classification by how many labels were wrong, and by log loss', async () => {
    const probabilities = { '<30': 0.25, '>30': 0.25, NO: 0.5 };
    const dataset = 'diabetes';
    await log('a', {}, { label: 'NO', probabilities }, { dataset, actual: 'NO' });
    await log('b', {}, { label: 'NO', probabilities }, { dataset, actual: '<30' });
    const series = await read('live');
    expect(series).toMatchObject({
      'marea_live_feedback{dataset="diabetes"}': 2,
      'marea_live_error{dataset="diabetes",metric="error_share"}': 0.5,
    });
    // -(ln 0.5 + ln 0.25) / 2
    expect(series['marea_live_error{dataset="diabetes",metric="log_loss"}']).toBeCloseTo(1.0397207708, 9);
  });

  it('are the latest 1,000', async () => {
    await services.sql`
      insert into marea.inference_logs (dataset, request_id, model_version, input, output, at, actual, actual_at)
      select 'realtor', 'r' || i, 1, '{}', '{"price": 2}', now(), case when i <= 100 then '9' else '1' end::jsonb,
             now() - make_interval(secs => 2000 - i)
      from generate_series(1, 1100) i`;
    expect(await read('live')).toMatchObject({
      'marea_live_feedback{dataset="realtor"}': 1000,
      'marea_live_error{dataset="realtor",metric="mean_absolute"}': 1,
    });
  });
});

describe('GET /metrics', () => {
  it.skipIf(!hasPromtool)(
    'has the state beside the metrics of the process; promtool finds no fault',
    async () => {
      await promotedBatch(services);
      await log(
        'a',
        { state: 'Ohio' },
        { price: 1, interval: { lower: 1, upper: 2, level: 0.9 } },
        { actual: 1 },
      );
      Object.assign(process.env, services.environment);
      await import('./index.ts');
      const { functionNamed } = await import('../../shared/runtime/function.ts');
      const answer = await functionNamed('observe').handle(httpRequest('GET', '/metrics'));
      const text = String(answer.body);
      expect(text).toContain('\nmarea_live_feedback{dataset="realtor"} 1\n');
      expect(text).toContain('\nmarea_observe_failures_total{group="live"} 0\n');
      expect(text).toMatch(/\nprocess_cpu_seconds_total \d/);
      expect(complaints(text)).toBe('');
    },
  );
});
