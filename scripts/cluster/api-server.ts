/** The way to the API server, of which each cluster has its own address, for the functions that ask it. */
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE } from './manifests.ts';
import { isKnativeService } from './pinned.ts';
import { kindOf, type Resource } from './resource.ts';

interface EndpointSlices {
  readonly items: readonly {
    readonly endpoints?: readonly { readonly addresses: readonly string[] }[];
    readonly ports?: readonly { readonly port?: number }[];
  }[];
}

type Account = Resource & { readonly automountServiceAccountToken?: boolean };

/** Services whose account has a token. */
export function askersIn(resources: readonly Resource[]): string[] {
  const accounts = resources
    .filter((one): one is Account => kindOf(one) === 'v1/ServiceAccount')
    .filter(({ automountServiceAccountToken }) => automountServiceAccountToken === true)
    .map(({ metadata }) => metadata.name);
  return resources
    .filter(isKnativeService)
    .filter(({ spec }) => accounts.includes(String(spec.template.spec.serviceAccountName)))
    .map(({ metadata }) => metadata.name);
}

/**
 * By address: a policy is applied after the Service's own address was translated.
 * @param askers names of the Services that may go this way
 */
export async function apiServerPolicy(kubectl: Kubectl, askers: readonly string[]): Promise<Resource> {
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
        matchExpressions: [{ key: 'serving.knative.dev/service', operator: 'In', values: askers }],
      },
      policyTypes: ['Egress'],
      egress,
    },
  };
}
