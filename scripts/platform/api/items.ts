/** What there is of each kind that the API shows. */
import type { Manifests } from '../manifests/manifests.ts';
import type { Cluster } from '../serving/cluster.ts';
import type { Addresses } from './resources/addresses.ts';
import { podResource } from './resources/pod.ts';
import { revisionResource } from './resources/revision.ts';
import { configurationResource, routeResource, serviceResource } from './resources/service.ts';

export interface Shown {
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  readonly addresses: Addresses;
}

export interface Item {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** By API group and plural. */
const kinds: Readonly<Record<string, (shown: Shown) => Item[]>> = {
  '/namespaces': ({ addresses }) => [{ kind: 'Namespace', metadata: { name: addresses.namespace } }],
  '/pods': ({ cluster, addresses }) =>
    cluster.pods().map(({ service, revision, pod }) => podResource(service, revision, pod, addresses)),
  'serving.knative.dev/services': ({ cluster, addresses }) =>
    cluster.services().map((service) => serviceResource(service, addresses)),
  'serving.knative.dev/routes': ({ cluster, addresses }) =>
    cluster.services().map((service) => routeResource(service, addresses)),
  'serving.knative.dev/configurations': ({ cluster, addresses }) =>
    cluster.services().map((service) => configurationResource(service, addresses)),
  'serving.knative.dev/revisions': revisions,
  'eventing.knative.dev/brokers': ({ manifests }) => declared(manifests.brokers),
  'eventing.knative.dev/triggers': ({ manifests }) => declared(manifests.triggers),
  'sources.knative.dev/pingsources': ({ manifests }) => declared(manifests.pingSources),
  'sources.knative.dev/sinkbindings': ({ manifests }) => declared(manifests.sinkBindings),
};

/** @returns undefined for a kind that is not known here */
export const itemsOf = (shown: Shown, group: string, plural: string): Item[] | undefined =>
  kinds[`${group}/${plural}`]?.(shown);

function revisions({ cluster, addresses }: Shown): Item[] {
  const pods = cluster.pods();
  return cluster.services().flatMap((service) =>
    service.revisions.map((revision) => {
      const own = pods.filter((one) => one.revision === revision).map(({ pod }) => pod);
      return revisionResource(
        service,
        revision,
        { pods: own, failure: cluster.failure(revision.name) },
        addresses,
      );
    }),
  );
}

/** What was read from a manifest is ready: it could not have been started otherwise. */
const declared = (resources: readonly Item[]): Item[] =>
  resources.map((resource) => ({
    ...resource,
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }));
