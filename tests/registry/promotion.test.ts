/**
 * A client of MLflow asks for a promotion, on the embedded platform: the alias moves when the rollout has made the version
 * production, and all places say the same.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startTestPlatform, type TestPlatform } from '../platform.ts';
import { oneTruth } from '../production.ts';
import { tinyBatch } from '../tiny.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv);
  expect((await platform.ended('first')).outcome).toBe('promoted');
  await platform.post('other', tinyBatch({ rows: 3000, seed: 3, first: 20_000, level: 2 }).csv);
  expect((await platform.ended('other')).outcome).toBe('promoted');
  await oneTruth(platform, 'tiny', 2);
});
afterAll(() => platform.stop());

const REST = '/services/registry/api/2.0/mlflow';
const champion = async (): Promise<string> => {
  const { model_version } = await platform.get<{ model_version: { version: string } }>(
    `${REST}/registered-models/alias?name=tiny&alias=champion`,
  );
  return model_version.version;
};

test('the alias champion is asked for, rolled out, and then moved; so is the stage', async () => {
  expect(await champion()).toBe('2');
  const asked = await platform.send('POST', `${REST}/registered-models/alias`, {
    name: 'tiny',
    alias: 'champion',
    version: '1',
  });
  expect(asked).toEqual({ status: 200, body: {} });
  await eventually(async () => (await champion()) === '1', 'the alias at version 1', 110_000);
  expect(await oneTruth(platform, 'tiny', 1)).toBe(1);
  const lines = await platform.sql`
    select event, reason from marea.model_history where name = 'tiny' and version = 1 order by id`;
  const since = lines.slice(lines.findLastIndex(({ event }) => event === 'asked for'));
  expect([...new Set(since.map(({ event }) => event))]).toEqual(['asked for', 'traffic moved', 'promoted']);
  expect(since.at(-1)?.reason).toContain(
    'an MLflow client has set the alias champion (asked for by anybody)',
  );

  await platform.send('POST', `${REST}/model-versions/transition-stage`, {
    name: 'tiny',
    version: '2',
    stage: 'Production',
    archive_existing_versions: true,
  });
  await eventually(async () => (await champion()) === '2', 'the alias at version 2', 110_000);
  expect(await oneTruth(platform, 'tiny', 2)).toBe(2);
});

test('what the pipeline has made is read as artifacts, by the function with its own rights', async () => {
  const { artifact_uri } = await platform.get<{ artifact_uri: string }>(
    `${REST}/model-versions/get-download-uri?name=tiny&version=2`,
  );
  expect(artifact_uri).toBe('mlflow-artifacts:/models/tiny/2');
  const artifacts = '/services/registry/api/2.0/mlflow-artifacts/artifacts';
  const { files } = await platform.get<{ files: { path: string }[] }>(`${artifacts}?path=models/tiny/2`);
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['MLmodel', 'model.onnx']));
  const [training] = await platform.sql`
    select r.experiment_id, r.id from marea.runs r join marea.model_versions v on v.run_id = r.id where v.version = 2`;
  const root = `${training?.experiment_id}/${training?.id}/artifacts`;
  expect(
    (await platform.get<{ files: { path: string }[] }>(`${artifacts}?path=${root}`)).files.map(
      ({ path }) => path,
    ),
  ).toEqual(['model', 'snapshot.parquet']);
  const graph = await fetch(`${platform.url}${artifacts}/models/tiny/2/model.onnx`);
  expect(Buffer.from(await graph.arrayBuffer())).toEqual(
    await platform.objects.read({ bucket: 'models', key: 'tiny/2/model.onnx' }),
  );
});

test('a large file goes up and down whole, and what is logged is removed', async () => {
  const path = `${platform.url}/services/registry/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/a%20b.bin`;
  const body = Buffer.alloc(40 * 1024 ** 2, 'marea');
  expect((await fetch(path, { method: 'PUT', body })).status).toBe(200);
  expect(Buffer.from(await (await fetch(path)).arrayBuffer()).equals(body)).toBe(true);
  expect((await fetch(path, { method: 'DELETE' })).status).toBe(200);
  expect((await fetch(path)).status).toBe(404);
});
