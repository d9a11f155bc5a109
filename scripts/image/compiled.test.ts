import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleAll, MAIN } from '../build.ts';
import { compile } from './compiled.ts';

// Within the project: what stays a package is found from there.
const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

beforeAll(async () => {
  await mkdir(`${root}dist`, { recursive: true });
  folder = await mkdtemp(`${root}dist/compiled-`);
  await bundleAll(['record', 'predict', 'minio'], folder);
  await writeFile(`${folder}/index.js`, MAIN);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a function that starts leaves its code, where Node can keep it', async () => {
  await compile(folder, ['record', 'predict']);
  const kept = await readdir(`${folder}/compiled`);
  expect(kept).toHaveLength('enableCompileCache' in module ? 1 : 0);
});

test('one that does not start is told of', async () => {
  await writeFile(`${folder}/broken.js`, 'process.exit(3);\n');
  await expect(compile(folder, ['broken'])).rejects.toThrow('broken did not become ready');
});

test('node:http is required, as an import of it loads more than a start needs', async () => {
  for (const name of ['record', 'predict'])
    expect(await readFile(`${folder}/${name}.js`, 'utf8')).not.toMatch(/\bfrom ?["'](node:)?http["']/);
});
