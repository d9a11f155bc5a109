/** A function that cannot start says why, and nothing else: a container's last words are short. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../scripts/build.ts';
import { type Services, startServices } from './services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
  await build();
});
afterAll(() => services.stop());

async function lastWords(env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const bundle = resolve(import.meta.dirname, '../dist/functions/predict.js');
  const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test.each([
  [
    'a version that is not there',
    { MODEL_VERSION: '4711' },
    /^NoSuchObject: no object s3:\/\/models\/realtor\/4711\//,
  ],
  ['a setting that is wrong', { MODEL_VERSION: 'latest' }, /^Error: .*MODEL_VERSION/],
])('%s', async (_, env, why) => {
  const { code, said } = await lastWords({
    ...services.environment,
    FUNCTION: 'predict',
    DATASET: 'realtor',
    PORT: '0',
    ...env,
  });
  expect(code).toBe(1);
  expect(said).toMatch(why);
  // As many bytes as Kubernetes keeps.
  expect(said.length).toBeLessThan(2048);
});
