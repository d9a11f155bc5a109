import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXTERNAL } from '../build.ts';
import { closure, copyPackages } from './packages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marea-packages-'));
  await copyPackages(folder, 'arm64');
});
afterAll(() => rm(folder, { recursive: true }));

test('of the native libraries only those of one platform are kept', async () => {
  const bin = join(folder, 'node_modules/onnxruntime-node/bin');
  const files = await readdir(bin, { recursive: true, withFileTypes: true });
  const places = files.filter((file) => file.isFile()).map(({ parentPath }) => parentPath);
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter((place) => !place.endsWith('linux/arm64'))).toEqual([]);
});

test('what a package depends on comes with it', () => {
  for (const name of ['danfojs-node', 'mathjs', '@tensorflow/tfjs-core', 'onnxruntime-common'])
    expect(existsSync(join(folder, 'node_modules', name, 'package.json'))).toBe(true);
  expect(existsSync(join(folder, 'node_modules/vitest'))).toBe(false);
});

test('a package that is not installed is named', async () => {
  await expect(closure(['no-such-package'], root)).rejects.toThrow('no-such-package');
  expect(EXTERNAL).toContain('onnxruntime-node');
});
