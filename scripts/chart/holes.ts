/** What of a resource is a value of the chart: what overlays differ in, and what people change. All else is as it is. */
import type { Resource } from '../platform/manifests/kustomization.ts';

/** Where a value stands in a resource, and among the values of the chart. */
export interface Hole {
  readonly at: readonly (string | number)[];
  readonly value: readonly string[];
}

/** In what makes pods, of Knative and of Kubernetes alike. */
const CONTAINER = ['spec', 'template', 'spec', 'containers', 0] as const;

/** By group and kind; a Service of Knative is another one than that of Kubernetes. */
const BY_KIND: Readonly<Record<string, (name: string) => Hole[]>> = {
  'serving.knative.dev/Service': (name) => [
    { at: ['metadata', 'annotations'], value: ['services', name, 'serviceAnnotations'] },
    { at: ['spec', 'template', 'metadata', 'annotations'], value: ['services', name, 'annotations'] },
    { at: [...CONTAINER, 'resources'], value: ['services', name, 'resources'] },
  ],
  'batch/Job': (name) => [{ at: [...CONTAINER, 'resources'], value: ['jobs', name, 'resources'] }],
  'apps/StatefulSet': (name) => [
    { at: [...CONTAINER, 'resources'], value: ['stores', name, 'resources'] },
    { at: ['spec', 'volumeClaimTemplates', 0, 'spec'], value: ['stores', name, 'volume'] },
  ],
  'eventing.knative.dev/Broker': (name) => [
    { at: ['metadata', 'annotations'], value: ['brokers', name, 'annotations'] },
    { at: ['spec', 'config'], value: ['brokers', name, 'config'] },
  ],
  'sources.knative.dev/PingSource': (name) => [{ at: ['spec', 'schedule'], value: ['schedules', name] }],
};

export function holesOf({ apiVersion, kind, metadata: { name } }: Resource): Hole[] {
  if (kind === 'ConfigMap' && name === 'marea-config') return [{ at: ['data'], value: ['config'] }];
  return BY_KIND[`${apiVersion.replace(/\/[^/]+$/, '')}/${kind}`]?.(name) ?? [];
}

/** Resources that not every overlay has, by kind and name: the value that says whether the chart has them. */
export const CONDITIONS: Readonly<Record<string, string>> = {
  'ConfigMap/postgres-init': '.Values.stores.own',
  'Service/postgres': '.Values.stores.own',
  'StatefulSet/postgres': '.Values.stores.own',
  'NetworkPolicy/postgres': '.Values.stores.own',
  'Service/minio': '.Values.stores.own',
  'StatefulSet/minio': '.Values.stores.own',
  'NetworkPolicy/minio': '.Values.stores.own',
  'NetworkPolicy/stores': '(not .Values.stores.own)',
  'PodDisruptionBudget/predict': '.Values.disruptionBudget',
};
