/** A component, added as its comment says to an overlay that was copied: what it brings lies where the platform does. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const root = resolve(import.meta.dirname, '..');
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
/** For the cluster itself, and no part of an overlay. */
const OF_THE_CLUSTER = ['internal-encryption'];
const OF_NO_NAMESPACE = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];
const components = readdirSync(`${root}/knative/components`).filter((name) => !OF_THE_CLUSTER.includes(name));

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function rendered(component?: string): Named[] {
  mkdirSync(`${root}/dist`, { recursive: true });
  const folder = mkdtempSync(`${root}/dist/overlay-`);
  try {
    const to = (path: string): string => relative(folder, join(root, path));
    const kustomization = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [to('knative/overlays/local')],
      components: component === undefined ? [] : [to(`knative/components/${component}`)],
    };
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
    const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', folder], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (status !== 0) throw new Error(stderr);
    return parseAllDocuments(stdout).map((document) => document.toJS() as Named);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Some of an overlay lie beside what they are about: in the namespaces of Kourier and of Knative's brokers. */
const namespacesIn = (resources: readonly Named[]): Map<string, string | undefined> =>
  new Map(
    resources
      .filter(({ kind }) => !OF_NO_NAMESPACE.includes(kind))
      .map(({ kind, metadata }) => [`${kind} ${metadata.name}`, metadata.namespace]),
  );

test.skipIf(!hasKubectl).for(components)('%s (skipped without kubectl)', (component) => {
  const [plain, added] = [namespacesIn(rendered()), namespacesIn(rendered(component))];
  expect(plain.size).toBeGreaterThan(40);
  for (const [name, namespace] of added)
    expect(namespace, name).toBe(plain.has(name) ? plain.get(name) : 'marea');
});
