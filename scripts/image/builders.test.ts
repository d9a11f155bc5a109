import { expect, test } from 'vitest';
import { digestIn, stepsOf } from './builders.ts';

const wanted = {
  name: 'r.example/marea/functions:1',
  platforms: [],
  push: false,
  context: '.',
  digestFile: 'd',
};
const both = ['linux/amd64', 'linux/arm64'];

test('one image is built, and pushed when told to', () => {
  expect(stepsOf('docker', wanted)).toEqual([
    ['docker', 'buildx', 'build', '--load', '--tag', wanted.name, '.'],
  ]);
  expect(stepsOf('podman', { ...wanted, push: true })).toEqual([
    ['podman', 'build', '--tag', wanted.name, '.'],
    ['podman', 'push', '--digestfile', 'd', wanted.name],
  ]);
});

test('images for several CPUs are one name', () => {
  expect(stepsOf('buildah', { ...wanted, platforms: both, push: true })).toEqual([
    ['buildah', 'build', '--platform', 'linux/amd64,linux/arm64', '--manifest', wanted.name, '.'],
    ['buildah', 'manifest', 'push', '--all', '--digestfile', 'd', wanted.name, `docker://${wanted.name}`],
  ]);
});

test('docker takes layers of earlier builds from a registry, and keeps its own there when it pushes', () => {
  const cache = 'r.example/marea/functions:cache';
  const [kept] = stepsOf('docker', { ...wanted, cache, push: true });
  expect(kept).toEqual(expect.arrayContaining(['--cache-from', `type=registry,ref=${cache}`]));
  expect(kept).toEqual(expect.arrayContaining(['--cache-to', `type=registry,ref=${cache},mode=max`]));
  expect(stepsOf('docker', { ...wanted, cache })[0]).not.toContain('--cache-to');
});

test('the digest of what was pushed is found in what each builder writes', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;
  expect(stepsOf('docker', { ...wanted, push: true })[0]).toContain('--metadata-file');
  const metadata = { 'buildx.build.ref': 'default/a', 'containerimage.digest': digest };
  expect(digestIn(JSON.stringify(metadata, null, 2))).toBe(digest);
  expect(digestIn(digest)).toBe(digest);
  expect(digestIn('')).toBeUndefined();
});

test('what cannot be done is refused with what can', () => {
  expect(() => stepsOf('docker', { ...wanted, platforms: both })).toThrow('add --push');
  expect(() => stepsOf('kaniko', wanted)).toThrow('expected docker, podman, buildah');
});
