/**
 * Damaged files through the platform: each is read or refused with a reason, nothing of it is stored half, and no pod
 * dies of one. So many as `npm run damage` sends are for a night.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { through } from '../scripts/damage/through.ts';
import { loadDatasets } from '../shared/runtime/dataset-modules.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';

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
