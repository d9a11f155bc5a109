/** What is asked of a model through the console: by who asked the console, at the revision that serves the version. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SNAPSHOT_OBJECT, verifyingHalf } from '../../../shared/access/snapshot.ts';
import { type MareaFunction, serveRoutes } from '../../../shared/runtime/function.ts';
import { json, requestFrom, writeAnswer } from '../../../shared/runtime/http/http.ts';
import { bearer, type MadeKey, makeKey, snapshotText } from '../../../tests/beds/keys.ts';
import { type ListingServer, revisionOf, serveListing, serviceOf } from '../../../tests/beds/listing-api.ts';
import { SEED, startConsole, type TestConsole } from '../../../tests/console.ts';
import { httpRequest } from '../../../tests/http-request.ts';

const caller = makeKey({ name: 'Ann', roles: ['caller'], datasets: ['realtor'] });
const viewer = makeKey({ roles: ['viewer'] });

let marea: TestConsole;
let api: ListingServer;
let predictor: Server;

/** Admits as a predictor does, and tells who asked for what. */
const probe = (): MareaFunction =>
  serveRoutes('probe', {
    'POST /predict': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      handle: ({ principal, headers, query }, asked) =>
        json({ principal, host: headers.host, query: Object.fromEntries(query), asked }),
    },
    'POST /batch_predict': {
      needs: 'predict',
      about: 'own',
      body: 'bytes',
      limit: 100_000,
      handle: (_, body) => json({ bytes: body.length }),
    },
    'POST /explain': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      handle: () => json({ error: 'no model yet' }, 503),
    },
  });

beforeAll(async () => {
  api = await serveListing();
  const handle = probe().handle;
  predictor = createServer(async (incoming, response) => {
    await writeAnswer(response, await handle(requestFrom(incoming, response)));
  });
  await new Promise<void>((resolve) => predictor.listen(0, '127.0.0.1', resolve));
  const ingress = `http://127.0.0.1:${(predictor.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    KUBE_API_URL: api.url,
    INGRESS_URL: ingress,
    ACCESS_VERIFY_KEY: verifyingHalf(SEED),
    DATASET: 'realtor',
  });
  marea = await startConsole();
  const snapshot = snapshotText(1, [caller, viewer], SEED);
  await marea.services.objects.put({ bucket: 'models', key: SNAPSHOT_OBJECT }, snapshot);
  const service = serviceOf('predict-realtor', { FUNCTION: 'predict', DATASET: 'realtor' }, [
    { revision: 'p-1', percent: 90 },
    { revision: 'p-2', percent: 10, tag: 'canary', url: 'http://canary-predict-realtor.test' },
    { revision: 'p-3', percent: 0 },
  ]);
  api.services = [{ ...service, status: { ...service.status, url: 'http://predict-realtor.test' } }];
  api.revisions = [
    revisionOf('p-1', { service: 'predict-realtor', created: '2026-01-01T00:00:00Z', version: 1 }),
    revisionOf('p-2', { service: 'predict-realtor', created: '2026-01-02T00:00:00Z', version: 2 }),
  ];
});
afterAll(async () => {
  api.stop();
  predictor.close();
  predictor.closeAllConnections();
  await marea.stop();
});

interface Given {
  readonly key?: MadeKey;
  readonly body?: string;
  readonly type?: string;
}

async function ask(
  path: string,
  { key = caller, body = '{"bed": 3}', type = 'application/json' }: Given = {},
) {
  const headers = { ...bearer(key), 'content-type': type, 'content-length': String(Buffer.byteLength(body)) };
  const answer = await marea.handle(httpRequest('POST', `/api/datasets/realtor/${path}`, { headers, body }));
  const told = answer.body instanceof Readable ? await text(answer.body) : String(answer.body);
  return { status: answer.status, json: JSON.parse(told) as Record<string, unknown> };
}

test('the predictor hears who asks, as the console knows them', async () => {
  expect(await ask('predict')).toEqual({
    status: 200,
    json: {
      principal: { subject: `key:${caller.known.id}`, name: 'Ann', roles: ['caller'], datasets: ['realtor'] },
      host: 'predict-realtor.test',
      query: {},
      asked: { bed: 3 },
    },
  });
});

test('the word that it hears it by is for this Service alone, and no key', async () => {
  const { credentialFor } = await import('./credential.ts');
  const request = {
    ...httpRequest('POST', '/'),
    principal: { subject: 'key:x', name: 'x', roles: [], datasets: '*' },
  } as const;
  const { authorization = '' } = credentialFor(request, 'diabetes');
  expect(authorization).not.toContain(caller.text);
  const foreign = await fetch(new URL('/predict', process.env.INGRESS_URL), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(foreign.status).toBe(401);
});

describe('of a version', () => {
  test('that has an address of its own, it is asked there', async () => {
    expect((await ask('predict?version=2')).json.host).toBe('canary-predict-realtor.test');
  });

  test('that has no address of its own, the predictor is told which, and what its files were', async () => {
    const { sql } = marea.services;
    await sql`insert into marea.registered_models (name) values ('realtor') on conflict do nothing`;
    await sql`
      insert into marea.model_versions (name, version, source, files)
      values ('realtor', 1, 's3://models/realtor/1', ${sql.json({ 'metadata.json': 'abc' })}),
             ('realtor', 4, 's3://models/realtor/4', null)`;
    expect((await ask('predict?version=1')).json).toMatchObject({
      host: 'predict-realtor.test',
      query: { version: '1', sha256: 'abc' },
    });
    expect((await ask('predict?version=4')).json.query).toEqual({ version: '4' });
    expect((await ask('predict?version=2')).json.query).toEqual({});
  });

  test('that there is not nothing is asked', async () => {
    const { status, json: told } = await ask('predict?version=9');
    expect([status, told.error]).toEqual([404, 'there is no version 9 of realtor']);
    expect((await ask('predict?version=best')).status).toBe(422);
  });
});

test('what the predictor refuses is told in its words', async () => {
  expect(await ask('explain')).toEqual({ status: 503, json: { error: 'no model yet' } });
  expect((await ask('predict', { body: '{' })).status).toBe(400);
});

test('a batch goes through as it is, and one that is too large is refused by the predictor', async () => {
  const batch = (bytes: number) => ask('batch_predict', { body: 'x'.repeat(bytes), type: 'text/csv' });
  expect(await batch(90_000)).toEqual({ status: 200, json: { bytes: 90_000 } });
  expect((await batch(3_000_000)).status).toBe(413);
});

test('who may not ask a model may not through the console', async () => {
  expect((await ask('predict', { key: viewer })).status).toBe(403);
});

test('a predictor that is away is a gateway that fails', async () => {
  predictor.close();
  predictor.closeAllConnections();
  const { status, json: told } = await ask('predict');
  expect([status, told.error]).toEqual([502, expect.stringContaining('did not answer')]);
});
