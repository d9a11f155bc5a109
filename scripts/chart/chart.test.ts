/** The chart gives what kustomize gives, overlay by overlay. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { chartFiles, DEFAULT, OVERLAYS, resourcesOf } from './chart.ts';
import { merged, type Values, valuesOf } from './values.ts';

const files = chartFiles('1.2.3');
const folder = mkdtempSync(join(tmpdir(), 'marea-chart-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const hasHelm = spawnSync('helm', ['version']).status === 0;
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const valuesFile = (overlay: string): string[] =>
  overlay === DEFAULT ? [] : ['-f', join(folder, `values-${overlay}.yaml`)];

function helm(...args: string[]): Keyed {
  const { status, stdout, stderr } = spawnSync('helm', ['template', 'marea', folder, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return keyed(stdout);
}

type Keyed = Readonly<Record<string, unknown>>;
interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function keyed(text: string): Keyed {
  const found = parseAllDocuments(text)
    .map((document) => document.toJS() as Named | null)
    .filter((one) => one !== null);
  return byKey(found);
}

const byKey = (resources: readonly Named[]): Keyed =>
  Object.fromEntries(resources.map((one) => [`${one.apiVersion} ${one.kind} ${one.metadata.name}`, one]));

test.for(OVERLAYS)('values of %s are those of its overlay', (overlay) => {
  const base = parse(files['values.yaml'] ?? '') as Values;
  const laid = merged(base, parse(files[`values-${overlay}.yaml`] ?? '{}') as Values);
  // Stores of its own stay among the values of an overlay that has none, for whoever turns them on.
  expect(merged(laid, valuesOf(resourcesOf(overlay)))).toEqual(laid);
  expect(laid.image).toMatch(/marea\/functions/);
});

test.skipIf(!hasHelm).for(OVERLAYS)('helm template is the overlay %s (skipped without helm)', (overlay) => {
  const made = helm('--namespace', 'marea', ...valuesFile(overlay));
  expect(made).toEqual(byKey(resourcesOf(overlay)));
});

test.skipIf(!hasHelm || !hasKubectl).for(OVERLAYS)(
  'helm template is what kubectl kustomize makes of %s (skipped without helm and kubectl)',
  (overlay) => {
    const root = new URL('../../', import.meta.url).pathname;
    const text = ['knative', 'eventing']
      .map(
        (area) =>
          spawnSync('kubectl', ['kustomize', `${root}${area}/overlays/${overlay}`], { encoding: 'utf8' })
            .stdout,
      )
      .join('\n---\n');
    expect(helm('--namespace', 'marea', ...valuesFile(overlay))).toEqual(keyed(text));
  },
);

test.skipIf(!hasHelm)('another namespace and another image are everywhere (skipped without helm)', () => {
  const image = `ghcr.io/you/functions@sha256:${'ab'.repeat(32)}`;
  const made = JSON.stringify(helm('--namespace', 'other', '--set', `image=${image}`));
  expect(made).not.toMatch(/"namespace":"marea"/);
  expect(made).not.toMatch(/marea\/functions:/);
  expect(made).toContain(`"namespace":"other"`);
  expect(made).toContain(image);
});
