/**
 * scripts/examples/lightgbm_challenger.py, where $PYTHON has mlflow, lightgbm, onnxmltools and pandas; without them it is
 * skipped. It registers with MLflow's own store in a folder; its files are then offered as the registry would.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { python, pythonHas } from '../scripts/benchmarks/python.ts';
import { type Offering, startOffering } from './offered.ts';

const isThere = await pythonHas(['mlflow', 'lightgbm', 'onnxmltools', 'pandas']);
const script = fileURLToPath(new URL('../scripts/examples/lightgbm_challenger.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'marea-test-'));
let offering: Offering;

beforeAll(async () => {
  if (isThere) offering = await startOffering({ rows: 3000, seed: 4 });
}, 60_000);
afterAll(async () => {
  await offering?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As rows.parquet has them. */
async function writeRows(file: string): Promise<void> {
  const rows = await offering.services.sql`select rent, size, rooms, district, bucket from tiny.clean_data`;
  const lines = rows.map((row) => Object.values(row).join(','));
  writeFileSync(file, ['rent,size,rooms,district,bucket', ...lines, ''].join('\n'));
}

/** @returns the files of the one model that it has logged, by their names */
function runScript(rows: string): Record<string, Buffer> {
  const { status, stderr } = spawnSync(python, [script, 'tiny', 'rent', rows], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, MLFLOW_TRACKING_URI: `file://${folder}/mlruns`, MLFLOW_ALLOW_FILE_STORE: 'true' },
  });
  if (status !== 0) throw new Error(stderr);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const graph = names.find((name) => name.endsWith('model.onnx')) ?? '';
  const at = join(folder, dirname(graph));
  return Object.fromEntries(['model.onnx', 'MLmodel'].map((name) => [name, readFileSync(join(at, name))]));
}

test.skipIf(!isThere)(
  'what the example registers is taken as it is, and is good enough',
  async () => {
    await writeRows(join(folder, 'rows.csv'));
    const version = await offering.register(runScript(join(folder, 'rows.csv')));
    await offering.offer(version);
    const [found] = await offering.services.sql`
    select reason, status from marea.model_versions where name = 'tiny' and version = ${version}`;
    expect(found).toMatchObject({ status: 'READY' });
    expect(found?.reason).toContain('the first model, and good enough');
  },
  180_000,
);
