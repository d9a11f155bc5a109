/** The chart: a template for each resource that an overlay has, and values for each overlay. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Resource } from '../platform/manifests/kustomization.ts';
import { readKustomization } from '../platform/manifests/kustomize.ts';
import { CONDITIONS } from './holes.ts';
import { templateOf } from './template.ts';
import { difference, merged, type Values, valuesOf } from './values.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Whose values are the chart's own. */
export const DEFAULT = 'production';
export const OVERLAYS = ['local', 'microk8s', DEFAULT] as const;

/** The resources of an overlay, of what runs and of how it is chained. */
export function resourcesOf(overlay: string): Resource[] {
  const folders = ['knative', 'eventing'].map((area) => `${root}${area}/overlays/${overlay}`);
  return folders
    .filter(existsSync)
    .flatMap((folder) => readKustomization(folder).map(({ resource }) => resource));
}

/** @returns the text of each file of the chart, by its path in it. @throws for a resource that only some overlays have and nothing says when */
export function chartFiles(version: string): Record<string, string> {
  const overlays = OVERLAYS.map((name) => ({ name, resources: resourcesOf(name) }));
  const values = chartValues(overlays);
  return {
    'Chart.yaml': stringify({
      apiVersion: 'v2',
      name: 'marea',
      description: 'Serverless MLOps for tabular models on Knative',
      type: 'application',
      version,
      appVersion: version,
    }),
    'values.yaml': `${HEAD}${stringify(values, { lineWidth: 0, aliasDuplicateObjects: false })}`,
    ...Object.fromEntries(
      overlays
        .filter(({ name }) => name !== DEFAULT)
        .map(({ name, resources }) => [
          `values-${name}.yaml`,
          `# As knative/overlays/${name} and eventing/overlays/${name}: helm install -f values-${name}.yaml\n${stringify(difference(values, withStores(valuesOf(resources), values)), { lineWidth: 0 })}`,
        ]),
    ),
    ...templates(overlays),
  };
}

const HEAD = `# Each value is one that people change; all else is in the templates, made from knative/ and eventing/.
# image: by its digest, as a release names it. services: scale, timeouts, CPU and memory of each function. stores.own:
# a PostgreSQL and a MinIO of the release's own, for one machine. The Secrets are not part of the chart: see README.
`;

interface Overlay {
  readonly name: string;
  readonly resources: readonly Resource[];
}

/** Those of the default, and of resources that it has not, those of another that has. */
function chartValues(overlays: readonly Overlay[]): Values {
  const all = [...overlays].sort((a, b) => Number(a.name === DEFAULT) - Number(b.name === DEFAULT));
  return all.reduce<Values>((values, { name, resources }) => {
    const own = valuesOf(resources);
    return name === DEFAULT ? merged(onlyStores(values), own) : merged(values, own);
  }, {});
}

/** Of another overlay only what the default has not. */
const onlyStores = ({ stores }: Values): Values => ({ stores });

/** An overlay that has no stores leaves those of the chart as they are, for whoever turns them on. */
const withStores = (own: Values, chart: Values): Values =>
  (own.stores as Values).own ? own : merged(onlyStores(chart), own);

function templates(overlays: readonly Overlay[]): Record<string, string> {
  const files = new Map<string, string>();
  for (const { name, resources } of overlays)
    for (const resource of resources) {
      const file = `templates/${resource.kind.toLowerCase()}-${resource.metadata.name}${groupOf(resource)}.yaml`;
      const text = templateOf(resource);
      const before = files.get(file);
      if (before !== undefined && before !== text)
        throw new Error(
          `${file} of ${name} differs from that of another overlay in what is no value of the chart`,
        );
      files.set(file, text);
    }
  for (const resource of overlays.flatMap((overlay) => overlay.resources)) mustSayWhen(resource, overlays);
  return Object.fromEntries(files);
}

/** A Service of Kubernetes may have the name of one of Knative. */
const groupOf = ({ apiVersion }: Resource): string => (apiVersion.includes('knative.dev') ? '' : '-core');

function mustSayWhen(resource: Resource, overlays: readonly Overlay[]): void {
  const key = (one: Resource): string => `${one.apiVersion} ${one.kind}/${one.metadata.name}`;
  const everywhere = overlays.every(({ resources }) => resources.some((one) => key(one) === key(resource)));
  const condition = CONDITIONS[`${resource.kind}/${resource.metadata.name}`];
  if (everywhere === (condition === undefined)) return;
  throw new Error(
    everywhere
      ? `${key(resource)} is in all overlays, and has a condition`
      : `nothing says when there is ${key(resource)}`,
  );
}
