/**
 * Damaged files through the platform: each is read or refused with a reason, nothing of it is stored half, and no pod
 * dies of one. So many as `npm run damage` sends are for a night.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { through } from '../scripts/damage/through.ts';
import { loadDatasets } from '../shared/runtime/dataset-modules.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';
import { realFile } from './services.ts';

const FRUIT = fileURLToPath(new URL('../scripts/damage/fruit.mjs', import.meta.url));
const FILES = 60;

let platform: TestPlatform;
beforeAll(async () => {
  await loadDatasets(FRUIT);
  platform = await startTestPlatform({ env: { DATASET_MODULES: FRUIT }, manifests: undefined });
});
afterAll(() => platform?.stop());

test('each ends, and the ledger balances', async () => {
  const { read, refused, wrong, died } = await through(platform, {
    seed: 13,
    files: FILES,
    patienceMs: 240_000,
  });
  expect({ wrong, died }).toEqual({ wrong: [], died: [] });
  expect(read + Object.keys(refused).length).toBe(FILES);
  // Both are tried.
  expect(read).toBeGreaterThan(5);
  expect(Object.keys(refused).length).toBeGreaterThan(20);
}, 300_000);

/** Files on which other readers spin, or die of rows that were made up; one beside them is whole. */
const hostile = realFile('hostile');

test.skipIf(!hostile)(
  'files that were made to do harm are refused at once, a good one among them is taken',
  async () => {
    const names = readdirSync(hostile ?? '').filter((name) => name.endsWith('.parquet'));
    const send = async (name: string) => {
      const body = readFileSync(join(hostile ?? '', name));
      return platform.post(name, body, { dataset: 'realtor', filename: name, origin: 'user' });
    };
    expect(await Promise.all(names.map(send))).toEqual(names.map(() => 202));
    expect(await platform.ended('good.parquet', { dataset: 'realtor' })).toMatchObject({ received: 600 });
    for (const name of names.filter((one) => one !== 'good.parquet'))
      expect(await platform.batch(name, 'realtor')).toMatchObject({
        stages: [{ stage: 'ingest', status: 'failed' }],
        deadLetters: [{ code: 422, error: expect.stringMatching(/Parquet file/) }],
      });
  },
);
