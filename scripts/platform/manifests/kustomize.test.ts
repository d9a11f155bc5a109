import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readKustomization } from './kustomize.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marea-kustomize-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "1"\n';

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

test
  .skipIf(!hasKubectl)
  .each([
    'knative/overlays/local',
    'knative/observability/observe',
    'eventing/overlays/local',
    'eventing/overlays/local-collect',
  ])('%s is read as kubectl reads it (skipped where there is no kubectl)', (path) => {
  const text = execFileSync('kubectl', ['kustomize', path], {
    encoding: 'utf8',
  });
  const reference = parseAllDocuments(text).map((document) => document.toJS());
  const own = readKustomization(path).map(({ resource }) => resource);
  const byName = (resources: { kind: string; metadata: { name: string } }[]) =>
    Object.fromEntries(resources.map((resource) => [`${resource.kind} ${resource.metadata.name}`, resource]));
  expect(byName(own)).toEqual(byName(reference));
});

test('a base, a suffix, labels and a patch make a resource', () => {
  write('base/c.yaml', configMap);
  write('base/kustomization.yaml', `${head}resources: [c.yaml]\nnamespace: n\n`);
  write(
    'over/kustomization.yaml',
    `${head}resources: [../base]\nnameSuffix: -x\nlabels:\n  - pairs: {p: q}\npatches:\n  - target: {kind: ConfigMap, name: c}\n    patch: |\n      - {op: replace, path: /data/a, value: "2"}\n`,
  );
  expect(readKustomization(join(folder, 'over')).map(({ resource }) => resource)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c-x', namespace: 'n', labels: { p: 'q' } },
      data: { a: '2' },
    },
  ]);
});

test('what kustomize can do and this cannot is refused, not passed over', () => {
  write('kustomization.yaml', `${head}resources: []\ncommonAnnotations: {a: b}\n`);
  expect(() => readKustomization(folder)).toThrow(/unknown field commonAnnotations/);
});

test('a patch that selects nothing is refused', () => {
  write('c.yaml', configMap);
  write(
    'kustomization.yaml',
    `${head}resources: [c.yaml]\npatches:\n  - target: {kind: Service}\n    patch: '[{op: remove, path: /a}]'\n`,
  );
  expect(() => readKustomization(folder)).toThrow(/selects nothing.*Service/);
});

test('a file that is no YAML is named', () => {
  write('c.yaml', 'a: [1');
  write('kustomization.yaml', `${head}resources: [c.yaml]\n`);
  expect(() => readKustomization(folder)).toThrow(/c\.yaml/);
});
