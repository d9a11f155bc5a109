/** The registry as its tests ask it: on a real Postgres, as its own role there, and a real object store. */
import { register } from 'prom-client';
import { expect, vi } from 'vitest';
import type { MareaFunction } from '../../shared/runtime/function.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import { databaseUrlOf } from '../../shared/store/roles/logins.ts';
import { httpRequest, jsonRequest } from '../http-request.ts';
import { type Services, startServices } from '../services.ts';

export type Json = Record<string, unknown>;

export interface TestRegistry {
  readonly services: Services;
  handle(request: HttpRequest): Promise<Answer>;
  /** A second pod: of its own modules, with its own connections. @returns its handler */
  replica(): Promise<(request: HttpRequest) => Promise<Answer>>;
  /** What is answered, when the status is the expected one; paths are those behind /api/2.0/mlflow/. */
  get(path: string, status?: number): Promise<Json>;
  post(path: string, body?: unknown, status?: number): Promise<Json>;
  send(method: string, path: string, body?: unknown, status?: number): Promise<Json>;
  /** An experiment with this name, or one of its own. @returns its id */
  experiment(name?: string): Promise<string>;
  /** A run in an experiment of its own, or in this one. @returns its id */
  run(experiment?: string, fields?: Json): Promise<string>;
  stop(): Promise<void>;
}

let count = 0;

export async function startRegistry(): Promise<TestRegistry> {
  const services = await startServices();
  const served = await functionIn(services);
  const handle = async (request: HttpRequest): Promise<Answer> => await served.handle(request);
  const send = async (method: string, path: string, body: unknown, status = 200): Promise<Json> => {
    const url = path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`;
    const request = body === undefined ? httpRequest(method, url) : jsonRequest(method, url, body);
    const answer = await handle(request);
    const text = await textOf(answer.body);
    expect(answer.status, `${method} ${path}: ${text}`).toBe(status);
    return JSON.parse(text) as Json;
  };
  const experiment = async (name = `experiment ${++count}`): Promise<string> =>
    (await send('POST', 'experiments/create', { name })).experiment_id as string;
  const pods = [await import('../../shared/runtime/resources.ts')];
  return {
    services,
    handle,
    async replica() {
      // Metrics are the process's.
      register.clear();
      vi.resetModules();
      const { handle: another } = await imported();
      pods.push(await import('../../shared/runtime/resources.ts'));
      return async (request) => await another(request);
    },
    send,
    get: (path, status) => send('GET', path, undefined, status),
    post: (path, body = {}, status = 200) => send('POST', path, body, status),
    experiment,
    async run(of, fields = {}) {
      const body = { experiment_id: of ?? (await experiment()), start_time: 1_700_000_000_000, ...fields };
      const { run } = (await send('POST', 'runs/create', body)) as { run: { info: { run_id: string } } };
      return run.info.run_id;
    },
    async stop() {
      for (const resources of pods) await resources.closeResources();
      await services.stop();
    },
  };
}

async function textOf(body: Answer['body']): Promise<string> {
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) return String(body ?? '');
  let text = '';
  for await (const piece of body) text += String(piece);
  return text;
}

/** The environment is read once, at the first use: it has to be there before. */
async function functionIn({ environment, databaseUrl }: Services): Promise<MareaFunction> {
  const own = databaseUrlOf(databaseUrl, environment.LOGINS_SEED ?? '', { group: 'registry' });
  Object.assign(process.env, environment, { DATABASE_URL: own });
  return await imported();
}

async function imported(): Promise<MareaFunction> {
  await import('../../functions/registry/index.ts');
  const { functionNamed } = await import('../../shared/runtime/function.ts');
  return functionNamed('registry');
}
