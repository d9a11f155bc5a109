/** Artifacts as clients put and get them, over HTTP, through to a real object store. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Registry, startRegistry, type Who } from '../../../tests/registry/bed.ts';

let registry: Registry;
let realtor: string;
beforeAll(async () => {
  registry = await startRegistry();
  const { sql, objects } = registry.services;
  const [row] = await sql<
    { id: string }[]
  >`insert into marea.experiments (name) values ('realtor') returning id`;
  realtor = row?.id ?? '';
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset) values
      ('trained', ${realtor}, 'training', 'FINISHED', 'realtor'), ('lost', ${realtor}, 'training', 'FAILED', 'realtor'),
      ('notebook', ${realtor}, 'mine', 'RUNNING', null)`;
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source) values ('realtor', 7, 'trained', 's3://models/realtor/7')`;
  await objects.put({ bucket: 'models', key: 'realtor/7/MLmodel' }, 'flavors:');
  await objects.put({ bucket: 'models', key: 'realtor/production.json' }, '{}');
  for (const run of ['trained', 'lost'])
    await objects.put({ bucket: 'datasets', key: `realtor/${run}/snapshot.parquet` }, 'PAR1');
});
afterAll(() => registry.stop());

type Body = string | ReadableStream;

const ROOT = '/api/2.0/mlflow-artifacts/artifacts';

const call = (
  method: string,
  path: string,
  { body, headers, who = 'both' }: { body?: Body; headers?: Record<string, string>; who?: Who } = {},
) =>
  fetch(`${registry.url}${ROOT}${path}`, {
    method,
    headers: { ...registry.headers(who), ...headers },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  } as RequestInit);

async function listed(path: string): Promise<unknown> {
  const answer = await call('GET', `?path=${encodeURIComponent(path)}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { files?: unknown }).files;
}

const put = async (path: string, body: Body = 'x', who?: Who): Promise<number> =>
  (await call('PUT', path, { body, ...(who ? { who } : {}) })).status;

/** Nothing of the path is put right on the way, as fetch does. */
function raw(method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${registry.url}/`,
      { method, path, headers: registry.headers('both') },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('error', reject).end();
  });
}

test('a file comes back as it went, whatever its name', async () => {
  const path = '/0/r1/artifacts/a%20b/%C3%BC%2B%25%27(1).html';
  expect(await put(path, '<script>alert(1)</script>')).toBe(200);
  const answer = await call('GET', path);
  expect([answer.status, await answer.text()]).toEqual([200, '<script>alert(1)</script>']);
  // A browser never shows it as a page of this site.
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': "attachment; filename*=UTF-8''%C3%BC%2B%25%27(1).html",
    'x-content-type-options': 'nosniff',
    'content-length': '25',
  });
  expect(await listed('0/r1/artifacts')).toEqual([{ path: 'a b', is_dir: true }]);
  expect(await listed('0/r1/artifacts/a b')).toEqual([
    { path: "ü+%'(1).html", is_dir: false, file_size: 25 },
  ]);
});

test('an empty file, which clients send in chunks, is one', async () => {
  const empty = new ReadableStream({ start: (controller) => controller.close() });
  expect(await put('/0/r2/artifacts/empty', empty)).toBe(200);
  expect(await listed('0/r2/artifacts')).toEqual([{ path: 'empty', is_dir: false }]);
});

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=7-100', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=-20', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=4-2', 200, '0123456789', null],
  ['bytes=0-1,4-5', 200, '0123456789', null],
  ['rows=1-2', 200, '0123456789', null],
])('of a file, %s is answered with %i', async (range, status, text, told) => {
  await put('/0/r3/artifacts/digits', '0123456789');
  const answer = await call('GET', '/0/r3/artifacts/digits', { headers: { range } });
  expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
    status,
    text,
    told,
  ]);
});

test('a part behind the end is refused with the length', async () => {
  await put('/0/r3/artifacts/digits', '0123456789');
  const answer = await call('GET', '/0/r3/artifacts/digits', { headers: { range: 'bytes=10-' } });
  expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */10']);
});

test('what is not there, and what is a folder, is told apart', async () => {
  await put('/0/r4/artifacts/f/x');
  const said = async (path: string) => {
    const answer = await call('GET', path);
    return [answer.status, await answer.json()];
  };
  expect(await said('/0/r4/artifacts/nope')).toEqual([
    404,
    { error_code: 'RESOURCE_DOES_NOT_EXIST', message: "No such artifact: '0/r4/artifacts/nope'" },
  ]);
  expect(await said('/0/r4/artifacts/f')).toEqual([
    400,
    {
      error_code: 'INVALID_PARAMETER_VALUE',
      message: "Artifact path refers to a directory, not a file: '0/r4/artifacts/f'",
    },
  ]);
  expect(await said('?path=0/r4/nope')).toEqual([200, {}]);
  expect(await said('?path=0/r4/artifacts/f/x')).toEqual([200, {}]);
});

test.each([
  '/0/../x/artifacts/a',
  '/0/%2e%2e/x/artifacts/a',
  '/0/r/artifacts/..%2fa',
  '/0/r/artifacts/./a',
  '/0/r//artifacts/a',
  '//etc/passwd',
  '/0/r/artifacts/',
  '/0/r/artifacts/a%00b',
  '/0/r/artifacts/a%0Ab',
  '/0/r/artifacts/a%5Cb',
  '/0/r/artifacts/%ff',
  `/0/r/artifacts/${'a'.repeat(221)}`,
  `/0/r/artifacts/${'a/'.repeat(600)}a`,
  '/elsewhere/r/artifacts/a',
])('%s is no path', async (path) => {
  expect(await raw('PUT', ROOT + path)).toBe(400);
  expect(await raw('GET', ROOT + path)).toBe(400);
  expect(await raw('DELETE', ROOT + path)).toBe(400);
});

test('an encoded encoding is a name', async () => {
  expect(await put('/0/r5/artifacts/%252e%252e')).toBe(200);
  expect(await listed('0/r5/artifacts')).toEqual([{ path: '%2e%2e', is_dir: false, file_size: 1 }]);
});

test('nothing is put or removed above the artifacts of one run', async () => {
  expect(await put('/0/r6/artifacts')).toBe(400);
  expect((await call('DELETE', '/0/r6')).status).toBe(400);
  expect((await call('DELETE', '/0')).status).toBe(400);
});

test('a file and a folder are removed, and removing again is as good', async () => {
  for (const name of ['one', 'f/two', 'f/g/three', 'fine']) await put(`/0/r7/artifacts/${name}`);
  for (const name of ['one', 'f', 'f', 'never'])
    expect((await call('DELETE', `/0/r7/artifacts/${name}`)).status).toBe(200);
  expect(await listed('0/r7/artifacts')).toEqual([{ path: 'fine', is_dir: false, file_size: 1 }]);
});

test('an upload that breaks off leaves nothing', async () => {
  const path = `${ROOT}/0/r8/artifacts/broken`;
  const headers = { ...registry.headers('both'), 'content-length': 1_000_000 };
  const asked = request(`${registry.url}/`, { method: 'PUT', path, headers });
  const over = new Promise((resolve) => asked.on('error', resolve));
  await new Promise<void>((resolve) => asked.write('half', () => resolve()));
  asked.destroy(new Error('hung up'));
  await over;
  expect(await put('/0/r8/artifacts/whole')).toBe(200);
  expect(await listed('0/r8/artifacts')).toEqual([{ path: 'whole', is_dir: false, file_size: 1 }]);
});

describe('what the pipeline has made', () => {
  const text = async (path: string) => {
    const answer = await call('GET', path);
    return answer.status === 200 ? await answer.text() : answer.status;
  };

  test('the files of a version are read under models/', async () => {
    expect(await listed('models/realtor/7')).toEqual([{ path: 'MLmodel', is_dir: false, file_size: 8 }]);
    expect(await text('/models/realtor/7/MLmodel')).toBe('flavors:');
    expect(await text('/models/realtor/8/MLmodel')).toBe(404);
    expect(await text('/models/realtor/production.json')).toBe(404);
    expect(await text('/models/access/keys.json')).toBe(404);
  });

  test('a training has its snapshot, and the version that it has become', async () => {
    expect(await listed(`${realtor}/trained/artifacts`)).toEqual([
      { path: 'model', is_dir: true },
      { path: 'snapshot.parquet', is_dir: false, file_size: 4 },
    ]);
    expect(await listed(`${realtor}/trained/artifacts/model`)).toEqual([
      { path: 'MLmodel', is_dir: false, file_size: 8 },
    ]);
    expect(await text(`/${realtor}/trained/artifacts/model/MLmodel`)).toBe('flavors:');
    expect(await text(`/${realtor}/trained/artifacts/snapshot.parquet`)).toBe('PAR1');
    expect(await listed(`${realtor}/lost/artifacts`)).toEqual([
      { path: 'snapshot.parquet', is_dir: false, file_size: 4 },
    ]);
    expect(await text(`/${realtor}/lost/artifacts/model/MLmodel`)).toBe(404);
  });

  test('nobody writes it', async () => {
    for (const path of [
      '/models/realtor/7/MLmodel',
      `/${realtor}/trained/artifacts/model/x`,
      `/${realtor}/trained/artifacts/x`,
    ]) {
      expect(await put(path)).toBe(403);
      expect((await call('DELETE', path)).status).toBe(403);
    }
    expect(await put(`/${realtor}/notebook/artifacts/x`)).toBe(200);
  });
});

describe('who may', () => {
  test('a viewer reads and does not write, a scientist does both', async () => {
    expect(await put('/0/r9/artifacts/a', 'x', 'scientist')).toBe(200);
    expect(await put('/0/r9/artifacts/a', 'x', 'viewer')).toBe(403);
    expect((await call('GET', '/0/r9/artifacts/a', { who: 'viewer' })).status).toBe(200);
    expect((await call('DELETE', '/0/r9/artifacts/a', { who: 'viewer' })).status).toBe(403);
  });

  test('what is of a data set is for who reaches it', async () => {
    for (const path of [
      `/${realtor}/notebook/artifacts/x`,
      '/models/realtor/7/MLmodel',
      `?path=${realtor}/notebook`,
    ])
      expect((await call('GET', path, { who: 'stranger' })).status).toBe(403);
    expect(await put(`/${realtor}/notebook/artifacts/x`, 'x', 'stranger')).toBe(403);
    expect(await put('/0/r10/artifacts/x', 'x', 'stranger')).toBe(200);
  });

  test('an experiment that there is not has no artifacts', async () => {
    expect(await put('/4711/r/artifacts/x')).toBe(404);
    expect((await call('GET', '?path=4711/r/artifacts')).status).toBe(404);
  });
});
