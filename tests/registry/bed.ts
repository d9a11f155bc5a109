/** The registry as clients find it: over HTTP, on a real Postgres and a real object store, asked by people with keys. */
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Role } from '../../shared/access/roles.ts';
import { functionNamed } from '../../shared/runtime/function.ts';
import { functionServer } from '../../shared/runtime/http/server.ts';
import { bearer, type MadeKey, makeKey, publish, VERIFY_KEY } from '../beds/keys.ts';
import { type Services, startServices } from '../services.ts';
import { startSink, type TestSink } from '../sink.ts';

type Json = Record<string, unknown>;

/** Who asks: by name of a role; `both` logs and promotes, `stranger` does, for another data set. */
export type Who = 'viewer' | 'scientist' | 'promoter' | 'both' | 'stranger';

const keyOf = (name: Who, roles: Role[], datasets: '*' | string[] = '*'): MadeKey =>
  makeKey({ name, roles, datasets });

export interface Registry {
  readonly services: Services;
  /** What is sent to the pipeline. */
  readonly pipeline: TestSink;
  readonly url: string;
  headers(who: Who): Record<string, string>;
  /** The answer to a call of MLflow's REST API, when its status is the expected one. */
  ask(method: string, path: string, body?: Json, expected?: { status?: number; who?: Who }): Promise<Json>;
  /** Code and message of a refusal, when its status is the expected one. */
  refused(method: string, path: string, body: Json | undefined, status: number, who?: Who): Promise<string>;
  stop(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
  const [services, pipeline] = await Promise.all([startServices(), startSink()]);
  const keys: Readonly<Record<Who, MadeKey>> = {
    viewer: keyOf('viewer', ['viewer']),
    scientist: keyOf('scientist', ['scientist']),
    promoter: keyOf('promoter', ['promoter']),
    both: keyOf('both', ['scientist', 'promoter']),
    stranger: keyOf('stranger', ['scientist', 'promoter'], ['diabetes']),
  };
  await publish(services.objects, 1, Object.values(keys));
  Object.assign(process.env, services.environment, {
    K_SINK: pipeline.url,
    ACCESS: 'required',
    ACCESS_VERIFY_KEY: VERIFY_KEY,
  });
  await import('../../functions/registry/index.ts');
  const { server } = functionServer(functionNamed('registry').handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = (who: Who) => bearer(keys[who]);
  const ask: Registry['ask'] = async (method, path, body, { status = 200, who = 'both' } = {}) => {
    const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { ...headers(who), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(status);
    return JSON.parse(text) as Json;
  };
  return {
    services,
    pipeline,
    url,
    headers,
    ask,
    refused: async (method, path, body, status, who = 'both') => {
      const { error_code, message } = await ask(method, path, body, { status, who });
      return `${error_code}: ${message}`;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await (await import('../../shared/runtime/resources.ts')).closeResources();
      await pipeline.stop();
      await services.stop();
    },
  };
}
