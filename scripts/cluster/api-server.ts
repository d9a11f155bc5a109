/** The way from rollout, reconcile and console to the API server, of which each cluster has its own address. */
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE } from './manifests.ts';
import type { Resource } from './resource.ts';

interface EndpointSlices {
  readonly items: readonly {
    readonly endpoints?: readonly { readonly addresses: readonly string[] }[];
    readonly ports?: readonly { readonly port?: number }[];
  }[];
}

/** By address: a policy is applied after the Service's own address was translated. */
export async function apiServerPolicy(kubectl: Kubectl): Promise<Resource> {
  const { items } = await kubectl.get<EndpointSlices>(
    'endpointslices',
    '-n',
    'default',
    '-l',
    'kubernetes.io/service-name=kubernetes',
  );
  const egress = items.map(({ endpoints = [], ports = [] }) => ({
    to: endpoints
      .flatMap(({ addresses }) => addresses)
      .map((address) => ({ ipBlock: { cidr: `${address}/${address.includes(':') ? 128 : 32}` } })),
    ports: ports.map(({ port }) => ({ port })),
  }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'api-server', namespace: NAMESPACE },
    spec: {
      podSelector: {
        matchExpressions: [
          { key: 'serving.knative.dev/service', operator: 'In', values: ['rollout', 'reconcile', 'console'] },
        ],
      },
      policyTypes: ['Egress'],
      egress,
    },
  };
}
