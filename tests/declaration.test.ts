/** With a declaration that is wrong nothing starts: neither the platform nor a function, and each says all that is wrong. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../scripts/build.ts';
import { tinyModule } from './tiny.ts';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'marea-declaration-'));
const wrong = join(folder, 'wrong.mjs');
const absent = join(folder, 'absent.mjs');
const env = { PATH: process.env.PATH, DATASET_MODULES: `${wrong},${absent}` };
const SAID =
  `the declaration of data set "tiny" in ${wrong} has 2 faults:\n` +
  '  features[4].kind: "onehot" is none of formula, targetMean, groupMean, frequency, oneHot, category, scale, group; did you mean "oneHot"?\n' +
  '  objective.better: is "higher", but of mae less is better: expected lower\n' +
  `the data set's module ${absent} is not there (${absent})\n`;

beforeAll(async () => {
  const source = readFileSync(tinyModule, 'utf8');
  writeFileSync(wrong, source.replace("'oneHot'", "'onehot'").replace("better: 'lower'", "better: 'higher'"));
  await build();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...env, ...more } });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: code as number, out, err };
}

test.each(['start', 'demo'])('npm run %s', async (command) => {
  const args = ['--import', 'tsx', `scripts/${command}.ts`, '--port', '0', '--data', join(folder, 'data')];
  expect(await run(args)).toEqual({ code: 1, out: '', err: `error: ${SAID}` });
});

test('a data set without its Service is told at start, with the lines to write', async () => {
  const args = ['--import', 'tsx', 'scripts/start.ts', '--port', '0', '--data', join(folder, 'unserved')];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...env, DATASET_MODULES: tinyModule } });
  let out = '';
  for await (const chunk of child.stdout) {
    out += chunk;
    if (out.includes('npm run deploy.')) break;
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(out).toContain('note: data set "tiny" has no Service predict-tiny');
  expect(out).toContain('    nameSuffix: -tiny\n');
  expect(out).not.toContain('data set "realtor" has no');
}, 120_000);

test.each(['ingest', 'predict', 'console'])('the function %s', async (name) => {
  const bundle = resolve(root, `dist/functions/${name}.js`);
  expect(await run([bundle], { FUNCTION: name, PORT: '0' })).toEqual({ code: 1, out: '', err: SAID });
});

test('a function reads a declaration of YAML from its bundle, and says what is wrong with it', async () => {
  const yaml = join(folder, 'wrong.yaml');
  writeFileSync(yaml, 'name: tiny\nname: tinier\n');
  const bundle = resolve(root, 'dist/functions/predict.js');
  const err = `the declaration in ${yaml} cannot be read:\n  line 2, column 1: Map keys must be unique\n`;
  const started = await run([bundle], { FUNCTION: 'predict', PORT: '0', DATASET_MODULES: yaml });
  expect(started).toEqual({ code: 1, out: '', err });
});
