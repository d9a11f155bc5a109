/**
 * What scripts/examples/ has, against the whole platform, as somebody would run it: the notebook, and the script of thirty
 * lines. They need a $PYTHON with mlflow, lightgbm, onnxmltools, onnxruntime, pandas, pyarrow and requests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { python, pythonHas } from '../scripts/benchmarks/python.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';

const NEEDED = ['mlflow', 'lightgbm', 'onnxmltools', 'onnxruntime', 'pandas', 'pyarrow', 'requests'];
const isThere = await pythonHas(NEEDED);
const where = isThere ? '' : ` (left out: ${python} has not all of ${NEEDED.join(', ')})`;
const path = (name: string): string => fileURLToPath(new URL(`../scripts/${name}`, import.meta.url));

let platform: TestPlatform;
const folder = mkdtempSync(join(tmpdir(), 'marea-test-'));

beforeAll(async () => {
  if (!isThere) return;
  platform = await startTestPlatform();
  await platform.send('POST', '/api/datasets/realtor/sample', {});
  await platform.ended('sample-2', { dataset: 'realtor', timeoutMs: 300_000 });
}, 400_000);
afterAll(async () => {
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function run(...args: readonly string[]): Promise<Ran> {
  const child = spawn(python, args, {
    cwd: folder,
    env: {
      ...process.env,
      MAREA_URL: platform.url,
      MLFLOW_TRACKING_URI: `${platform.url}/services/registry`,
      MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[status], out, error] = await Promise.all([
    once(child, 'close') as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, out, error };
}

test.skipIf(!isThere)(
  `the notebook runs from its first cell to its last, and what it asks for is decided${where}`,
  async () => {
    const { status, out, error } = await run(path('reference/run_notebook.py'), path('examples/marea.ipynb'));
    expect(status, error).toBe(0);
    expect(out).toMatch(/^[\d,]+ rows, the last of /m);
    expect(out).toMatch(/^version 2 of realtor$/m);
    // Four columns know too little of made-up houses.
    expect(out).toMatch(
      /^refused: .*version 2 of realtor was refused: not good enough on [\d,]+ held-out rows: r2 /m,
    );
    expect(out).toMatch(/^version 1 serves$/m);
    expect(out).toContain('served, version 1');
  },
  300_000,
);

test.skipIf(!isThere)(
  `the script of thirty lines offers a LightGBM, and hears what became of it${where}`,
  async () => {
    const columns = 'price,bed,bath,acre_lot,house_size,status,state,bucket';
    const rows = `${platform.url}/api/datasets/realtor/rows.parquet?columns=${columns}`;
    const { status, error } = await run(path('examples/lightgbm_challenger.py'), 'realtor', 'price', rows);
    expect(error).toContain('loses to the champion');
    expect(status).toBe(1);
    const [found] = await platform.sql`
      select metrics from marea.model_versions
      where name = 'realtor' order by version desc limit 1`;
    expect(found?.metrics.r2).toBeGreaterThan(0.3);
  },
  300_000,
);
