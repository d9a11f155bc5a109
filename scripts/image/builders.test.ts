import { expect, test } from 'vitest';
import { stepsOf } from './builders.ts';

const wanted = { name: 'r.example/marea/functions:1', platforms: [], push: false, context: '.' };
const both = ['linux/amd64', 'linux/arm64'];

test('one image is built, and pushed when told to', () => {
  expect(stepsOf('docker', wanted)).toEqual([
    ['docker', 'buildx', 'build', '--load', '--tag', wanted.name, '.'],
  ]);
  expect(stepsOf('podman', { ...wanted, push: true })).toEqual([
    ['podman', 'build', '--tag', wanted.name, '.'],
    ['podman', 'push', wanted.name],
  ]);
});

test('images for several CPUs are one name', () => {
  expect(stepsOf('buildah', { ...wanted, platforms: both, push: true })).toEqual([
    ['buildah', 'build', '--platform', 'linux/amd64,linux/arm64', '--manifest', wanted.name, '.'],
    ['buildah', 'manifest', 'push', '--all', wanted.name, `docker://${wanted.name}`],
  ]);
});

test('what cannot be done is refused with what can', () => {
  expect(() => stepsOf('docker', { ...wanted, platforms: both })).toThrow('add --push');
  expect(() => stepsOf('kaniko', wanted)).toThrow('expected docker, podman, buildah');
});
