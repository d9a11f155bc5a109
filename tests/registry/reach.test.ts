/** Whose experiments, runs and logged models are whose: those of a data set are for who reaches it, all others for everybody. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, type MadeKey, makeKey, publish, VERIFY_KEY } from '../beds/keys.ts';
import { httpRequest } from '../http-request.ts';
import { eventually } from '../platform.ts';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

const everything = makeKey({ roles: ['scientist'] });
const realtor = makeKey({ roles: ['scientist'], datasets: ['realtor'] });
const diabetes = makeKey({ roles: ['scientist'], datasets: ['diabetes'] });
const viewer = makeKey({ roles: ['viewer'] });

let registry: TestRegistry;
let experiment: string;
let run: string;
let model: string;
beforeAll(async () => {
  process.env.ACCESS_VERIFY_KEY = VERIFY_KEY;
  registry = await startRegistry();
  await publish(registry.services.objects, 1, [everything, realtor, diabetes, viewer]);
  experiment = (await ask(realtor, 'POST', 'experiments/create', { name: 'realtor' }))
    .experiment_id as string;
  const made = (await ask(realtor, 'POST', 'runs/create', { experiment_id: experiment })) as {
    run: { info: { run_id: string } };
  };
  run = made.run.info.run_id;
  const logged = (await ask(realtor, 'POST', 'logged-models', { experiment_id: experiment })) as {
    model: { info: { model_id: string } };
  };
  model = logged.model.info.model_id;
});
afterAll(() => registry?.stop());

async function ask(key: MadeKey, method: string, path: string, body?: Json, status = 200): Promise<Json> {
  const answer = await registry.handle(
    httpRequest(method, `/api/2.0/mlflow/${path}`, {
      headers: { ...bearer(key), 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
    }),
  );
  expect(answer.status, `${method} ${path}: ${answer.body}`).toBe(status);
  return JSON.parse(String(answer.body)) as Json;
}

const point = { key: 'm', value: 1, timestamp: 1 };
/** All routes that name a thing of the data set. */
const about = (): [string, string, Json | undefined][] => [
  ['GET', `experiments/get?experiment_id=${experiment}`, undefined],
  ['GET', 'experiments/get-by-name?experiment_name=realtor', undefined],
  ['POST', 'experiments/create', { name: 'realtor' }],
  ['POST', 'experiments/update', { experiment_id: experiment, new_name: 'x' }],
  ['POST', 'experiments/delete', { experiment_id: experiment }],
  ['POST', 'experiments/restore', { experiment_id: experiment }],
  ['POST', 'experiments/set-experiment-tag', { experiment_id: experiment, key: 'a', value: 'b' }],
  ['POST', 'experiments/delete-experiment-tag', { experiment_id: experiment, key: 'a' }],
  ['POST', 'runs/create', { experiment_id: experiment }],
  ['GET', `runs/get?run_id=${run}`, undefined],
  ['GET', `metrics/get-history?run_id=${run}&metric_key=m`, undefined],
  ['POST', 'runs/update', { run_id: run, status: 'FAILED' }],
  ['POST', 'runs/delete', { run_id: run }],
  ['POST', 'runs/restore', { run_id: run }],
  ['POST', 'runs/log-batch', { run_id: run, metrics: [point], tags: [{ key: 't', value: '1' }] }],
  ['POST', 'runs/log-metric', { run_id: run, ...point }],
  ['POST', 'runs/log-parameter', { run_id: run, key: 'p', value: '1' }],
  ['POST', 'runs/set-tag', { run_id: run, key: 't', value: '1' }],
  ['POST', 'runs/delete-tag', { run_id: run, key: 'mlflow.runName' }],
  ['POST', 'runs/log-inputs', { run_id: run }],
  ['POST', 'runs/outputs', { run_id: run, models: [{ model_id: model }] }],
  [
    'POST',
    'runs/log-model',
    { run_id: run, model_json: '{"run_id":"r","artifact_path":"m","flavors":{},"utc_time_created":"t"}' },
  ],
  ['POST', 'logged-models', { experiment_id: experiment }],
  ['GET', `logged-models/${model}`, undefined],
  ['PATCH', `logged-models/${model}`, { status: 'LOGGED_MODEL_READY' }],
  ['DELETE', `logged-models/${model}`, undefined],
  ['PATCH', `logged-models/${model}/tags`, { tags: [{ key: 'a', value: 'b' }] }],
  ['DELETE', `logged-models/${model}/tags/a`, undefined],
  ['POST', `logged-models/${model}/params`, { params: [{ key: 'a', value: 'b' }] }],
];

/** All that is kept of runs, experiments and models. */
const kept = async (): Promise<unknown> =>
  await registry.services.sql`
    select (select json_agg(e order by id) from marea.experiments e) as experiments,
           (select json_agg(r order by id) from marea.runs r) as runs,
           (select json_agg(t order by run_id, key) from marea.tags t) as tags,
           (select count(*) from marea.metrics) as metrics, (select count(*) from marea.params) as params,
           (select json_agg(m order by id) from marea.logged_models m) as models,
           (select count(*) from marea.logged_model_tags) as model_tags, (select count(*) from marea.run_outputs) as outputs`;

test('who reaches another data set alone is refused each of its things, and nothing is changed', async () => {
  const before = await kept();
  for (const [method, path, body] of about())
    expect(await ask(diabetes, method, path, body, 403), path).toEqual({
      error_code: 'PERMISSION_DENIED',
      message: 'test has no role for the data set realtor',
    });
  expect(await kept()).toEqual(before);
});

test('who may only look may not log', async () => {
  for (const [method, path, body] of about())
    if (method !== 'GET') await ask(viewer, method, path, body, 403);
    else await ask(viewer, method, path);
});

test('who reaches it may do with it what may be done', async () => {
  await ask(everything, 'POST', 'runs/log-metric', { run_id: run, ...point });
  await ask(realtor, 'GET', `runs/get?run_id=${run}`);
});

test('what is of no data set is for all', async () => {
  const made = await ask(realtor, 'POST', 'experiments/create', { name: 'notebook' });
  await ask(diabetes, 'POST', 'runs/create', { experiment_id: made.experiment_id });
  await ask(diabetes, 'POST', 'runs/create', { experiment_id: '0' });
});

test('a run says who has made it', async () => {
  const [row] = await registry.services.sql`select principal from marea.runs where id = ${run}`;
  expect(row).toEqual({ principal: `key:${realtor.known.id}` });
});

test('when a key was used last is noted', async () => {
  const { sql } = registry.services;
  await sql`
    insert into marea.keys (id, name, hash, roles, created_by)
    values (${viewer.known.id}, 'viewer', ${viewer.known.hash}, '{viewer}', 'test')`;
  const fresh = await registry.replica();
  const asked = httpRequest('GET', `/api/2.0/mlflow/runs/get?run_id=${run}`, { headers: bearer(viewer) });
  expect((await fresh(asked)).status).toBe(200);
  await eventually(async () => {
    const [key] =
      await sql`select from marea.keys where id = ${viewer.known.id} and last_used_at is not null`;
    return key;
  }, 'the last use of the key');
});

test('without a credential MLflow’s client hears that it needs one', async () => {
  const { status, body } = await registry.handle(httpRequest('GET', '/api/2.0/mlflow/runs/get?run_id=x'));
  expect([status, JSON.parse(String(body)).error_code]).toEqual([401, 'UNAUTHENTICATED']);
});
