/** What is published, in an object store of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startObjects } from '../../scripts/platform/stores/objects.ts';
import { realtor } from '../../shared/datasets/realtor/index.ts';
import { NoSuchObject, type ObjectStore, s3 } from '../../shared/store/objects.ts';
import { FILES, modelAddress, readPointer } from '../../shared/tracking/artifact.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { publish } from './publish.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-test-'));
let store: Awaited<ReturnType<typeof startObjects>>;
let objects: ObjectStore;

beforeAll(async () => {
  store = await startObjects(folder, () => {});
  objects = s3(store);
  await objects.ensureBuckets();
});
afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

const BESIDE = [FILES.importance, FILES.background, FILES.comparables];

/** A training's files, as far as publishing looks at them. */
async function assembled(run: string, files: readonly string[]) {
  const workspace = workspaceOf(objects, 'realtor', run);
  await workspace.writeJson(FILES.metadata, {
    dataset: 'realtor',
    runId: run,
    createdAt: '2026-01-02T03:04:05Z',
    version: 0,
    inputs: [{ name: 'bed', type: 'float' }],
    classes: null,
    example: { bed: 3 },
  });
  for (const file of files) await workspace.write(file, Buffer.from(`${file} of ${run}`));
  return workspace;
}

const graph = (run: string): Buffer => Buffer.from(`${FILES.graph} of ${run}`);

const readText = async (version: number, file: string): Promise<string> =>
  (await objects.read(modelAddress('realtor', version, file))).toString('utf8');

test('a version has all that its training made, and what is in production stays', async () => {
  const workspace = await assembled('full', [FILES.graph, FILES.profile, ...BESIDE]);
  const files = await publish(objects, workspace, {
    dataset: realtor,
    version: 1,
    metrics: { r2: 0.7 },
    graph: graph('full'),
  });
  for (const file of [FILES.graph, FILES.profile, ...BESIDE])
    expect(await readText(1, file)).toBe(`${file} of full`);
  expect(JSON.parse(await readText(1, FILES.metadata))).toMatchObject({ version: 1, metrics: { r2: 0.7 } });
  // printf 'model.onnx of full' | sha256sum
  const sha256 = '13eb39462aed04519d1cde2f7696f134e3fcf511f93aec4fca7df4fe3d4023c7';
  expect(files[FILES.graph]).toBe(sha256);
  expect(JSON.parse(await readText(1, FILES.metadata)).files[FILES.graph]).toBe(sha256);
  const { [FILES.metadata]: _, ...others } = files;
  expect(JSON.parse(await readText(1, FILES.metadata)).files).toEqual(others);
  expect(await readPointer(objects, 'realtor')).toBeUndefined();
});

test('a training of an older release, without explanations beside it, is published all the same', async () => {
  const workspace = await assembled('older', [FILES.graph, FILES.profile]);
  await publish(objects, workspace, { dataset: realtor, version: 2, metrics: {}, graph: graph('older') });
  expect(await readText(2, FILES.graph)).toBe('model.onnx of older');
  for (const file of BESIDE) await expect(readText(2, file)).rejects.toThrow(NoSuchObject);
});

test('without its profile it is refused: drift could not be told from it', async () => {
  const workspace = await assembled('broken', [FILES.graph, ...BESIDE]);
  const publication = { dataset: realtor, version: 3, metrics: {}, graph: graph('broken') };
  await expect(publish(objects, workspace, publication)).rejects.toThrow(NoSuchObject);
});

test('a store that is away is no reason to leave a file out', async () => {
  await assembled('away', [FILES.graph, FILES.profile, ...BESIDE]);
  const failing: ObjectStore = {
    ...objects,
    read: async (address) => {
      if (address.key.endsWith(FILES.background)) throw new Error('the store is away');
      return await objects.read(address);
    },
  };
  const publication = { dataset: realtor, version: 4, metrics: {}, graph: graph('away') };
  const from = workspaceOf(failing, 'realtor', 'away');
  await expect(publish(objects, from, publication)).rejects.toThrow('the store is away');
});
