/** The console as its tests ask it: on a real Postgres and a real object store, with stand-ins for the brokers. */
import { expect } from 'vitest';
import type { MareaFunction } from '../shared/runtime/function.ts';
import type { Answer, HttpRequest } from '../shared/runtime/http/http.ts';
import { httpRequest, jsonRequest } from './http-request.ts';
import { type Services, startServices } from './services.ts';
import { startSink, type TestSink } from './sink.ts';

type Json = Record<string, unknown>;

export interface TestConsole {
  readonly services: Services;
  readonly ingest: TestSink;
  readonly pipeline: TestSink;
  handle(request: HttpRequest): Promise<Answer>;
  /** The JSON that is answered, when the status is the expected one. */
  ask(request: HttpRequest, status?: number): Promise<Json>;
  get(path: string, status?: number): Promise<Json>;
  post(path: string, body?: unknown, status?: number): Promise<Json>;
  /** Nothing stored, nothing sent, brokers that take events. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** 32 bytes: what the test signs the keys' snapshot with. */
export const SEED = Buffer.alloc(32, 5).toString('base64');

export async function startConsole(): Promise<TestConsole> {
  const [services, ingest, pipeline] = await Promise.all([startServices(), startSink(), startSink()]);
  const served = await functionIn({
    ...services.environment,
    K_SINK: pipeline.url,
    INGEST_URL: ingest.url,
    ACCESS_SIGNING_KEY: SEED,
  });
  const ask = async (request: HttpRequest, status = 200): Promise<Json> => {
    const answer = await served.handle(request);
    expect(answer.status, String(answer.body)).toBe(status);
    return JSON.parse(String(answer.body)) as Json;
  };
  return {
    services,
    ingest,
    pipeline,
    handle: async (request) => await served.handle(request),
    ask,
    get: (path, status) => ask(httpRequest('GET', path), status),
    post: (path, body = {}, status = 200) => ask(jsonRequest('POST', path, body), status),
    async clear() {
      for (const sink of [ingest, pipeline]) {
        sink.events.length = 0;
        sink.status = 202;
      }
      await services.sql`
        truncate marea.batches, marea.stages, marea.outbox, marea.dead_letters, marea.drift_history,
          marea.experiments, marea.registered_models, marea.model_history cascade`;
    },
    async stop() {
      await (await import('../shared/runtime/resources.ts')).closeResources();
      await Promise.all([ingest.stop(), pipeline.stop()]);
      await services.stop();
    },
  };
}

/** The environment is read once, at the first use: it has to be there before. */
async function functionIn(environment: NodeJS.ProcessEnv): Promise<MareaFunction> {
  Object.assign(process.env, environment);
  await import('../functions/console/index.ts');
  const { functionNamed } = await import('../shared/runtime/function.ts');
  return functionNamed('console');
}

/** A batch `b1` that came to a model, as the stages leave it. */
export async function promotedBatch({ sql }: Services): Promise<void> {
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, rejected, duplicate,
                               reasons, outcome, reason, ended_at)
    values ('realtor', 'b1', 's', 'e', 'source', 'ended', 10, 6, 3, 1, '{"no_price": 3}', 'promoted', 'better', now())`;
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, ended_at)
    values ('ingest', 's', 'e', 'dev.marea.batch.received', 'realtor', 'b1', 'done', now())`;
  await sql`
    insert into marea.drift_history (dataset, batch, drifted, target_drifted, share, train, reason, report)
    values ('realtor', 'b1', true, false, 0.6, true, 'four of seven columns', '{}')`;
  await sql`insert into marea.experiments (name) values ('realtor')`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset, batch)
    select 'r1', id, 'training', 'FINISHED', 'realtor', 'b1' from marea.experiments where name = 'realtor'`;
  await sql`
    insert into marea.runs (id, experiment_id, parent_id, name, status)
    select 'r1-0', id, 'r1', 'trial', 'FINISHED' from marea.experiments where name = 'realtor'`;
  await sql`
    insert into marea.trials (run_id, trial, round, child_run_id, family, parameters, seed, status)
    values ('r1', 0, 0, 'r1-0', 'tree', '{}', 1, 'finished')`;
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason)
    values ('realtor', 1, 'r1', 's3://models/realtor/1', 'Production', '{"r2": 0.7}', 'better')`;
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason, metrics)
    values ('realtor', 1, 'r1', 'promoted', 'better', '{"r2": 0.7}')`;
}

/** A dead letter of batch `b1`. @returns its id */
export async function letter(
  { sql }: Services,
  id: string,
  type: string,
  dataset: string | null = 'realtor',
): Promise<number> {
  const event = {
    id,
    source: '/marea/x',
    type,
    dataset,
    subject: 'b1',
    team: 'blue',
    data: { batch: 'b1' },
  };
  const [row] = await sql<{ id: number }[]>`
    insert into marea.dead_letters (source, event_id, type, dataset, subject, event, destination, code, error)
    values ('/marea/x', ${id}, ${type}, ${dataset}, 'b1', ${sql.json(event)}, 'http://clean', 500, 'no space left')
    returning id::int`;
  return row?.id ?? 0;
}
