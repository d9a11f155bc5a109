/** Files of runs, against a real object store: who sees them, and that none becomes a page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SNAPSHOT_OBJECT, verifyingHalf } from '../../../../shared/access/snapshot.ts';
import { bearer, makeKey, snapshotText } from '../../../../tests/beds/keys.ts';
import { SEED, startConsole, type TestConsole } from '../../../../tests/console.ts';
import { httpRequest } from '../../../../tests/http-request.ts';

const viewer = makeKey({ roles: ['viewer'] });
const ofDiabetes = makeKey({ roles: ['viewer'], datasets: ['diabetes'] });
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PAGE = '<script>alert(1)</script>';

let marea: TestConsole;
beforeAll(async () => {
  process.env.ACCESS_VERIFY_KEY = verifyingHalf(SEED);
  marea = await startConsole();
  const { objects, sql } = marea.services;
  await objects.put({ bucket: 'models', key: SNAPSHOT_OBJECT }, snapshotText(1, [viewer, ofDiabetes], SEED));
  await sql`insert into marea.experiments (id, name) overriding system value values (71, 'notebook'), (72, 'realtor')`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset)
    values ('n', 71, 'by hand', 'FINISHED', null), ('m', 72, 'by hand', 'FINISHED', null),
           ('r', 72, 'training', 'FINISHED', 'realtor')`;
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source) values ('realtor', 4, 'r', 's3://models/realtor/4')`;
  const files: readonly (readonly [string, Buffer | string])[] = [
    ['71/n/artifacts/plots/roc.png', PNG],
    ['71/n/artifacts/page.html', PAGE],
    ['71/n/artifacts/long.txt', 'é'.repeat(200_000)],
    ['71/n/artifacts/model.bin', Buffer.from([0, 255, 1])],
    ['72/m/artifacts/notes.txt', 'of the data set'],
  ];
  for (const [key, body] of files) await objects.put({ bucket: 'artifacts', key }, body);
  await objects.put({ bucket: 'models', key: 'realtor/4/card.json' }, '{}');
});
afterAll(() => marea.stop());

const get = (path: string, { key = viewer, status = 200 } = {}) =>
  marea.ask(httpRequest('GET', path, { headers: bearer(key) }), status);

test('a folder tells what is in it, one level at a time', async () => {
  expect(await get('/api/runs/n/artifacts')).toMatchObject({
    entries: expect.arrayContaining([
      { name: 'plots', bytes: null },
      { name: 'model.bin', bytes: 3 },
    ]),
  });
  expect(await get('/api/runs/n/artifacts?path=plots')).toMatchObject({
    path: 'plots',
    entries: [{ name: 'roc.png', bytes: PNG.length }],
  });
  expect(await get('/api/runs/n/artifacts?path=nowhere')).toMatchObject({ entries: [] });
});

test('a training has the files of the version that it has become', async () => {
  expect(await get('/api/runs/r/artifacts')).toMatchObject({ entries: [{ name: 'card.json', bytes: 2 }] });
});

test('pictures are known by their bytes, text is text, and of a long one the beginning', async () => {
  expect(await get('/api/runs/n/artifact?path=plots/roc.png')).toMatchObject({
    shown: { as: 'image', type: 'image/png', base64: PNG.toString('base64') },
  });
  expect(await get('/api/runs/n/artifact?path=page.html')).toMatchObject({
    shown: { as: 'text', text: PAGE, isWhole: true },
  });
  expect(await get('/api/runs/n/artifact?path=model.bin')).toMatchObject({ shown: { as: 'nothing' } });
  // Two bytes a letter: 256 KiB of them.
  expect(await get('/api/runs/n/artifact?path=long.txt')).toMatchObject({
    bytes: 400_000,
    shown: { as: 'text', text: 'é'.repeat(131_072), isWhole: false },
  });
});

test('a file is kept, never opened as a page of ours', async () => {
  const { status, headers } = await marea.handle(
    httpRequest('GET', '/api/runs/n/download?path=page.html', { headers: bearer(viewer) }),
  );
  expect([status, headers?.['content-type'], headers?.['x-content-type-options']]).toEqual([
    200,
    'application/octet-stream',
    'nosniff',
  ]);
  expect(headers?.['content-disposition']).toMatch(/^attachment;/);
});

test('files of a run that somebody does not reach are not there', async () => {
  await get('/api/runs/m/artifact?path=notes.txt');
  for (const what of ['artifacts', 'artifact?path=notes.txt', 'download?path=notes.txt'])
    await get(`/api/runs/m/${what}`, { key: ofDiabetes, status: 404 });
});

test.each(['../../72/m/artifacts/notes.txt', '/etc', 'a//b', 'a%5Cb', '.', 'a%00'])(
  'a path that leads elsewhere, %s, is none',
  async (path) => {
    for (const what of ['artifacts', 'artifact', 'download'])
      await get(`/api/runs/n/${what}?path=${path}`, { status: 422 });
  },
);
