/** A Service, with its Route and Configuration, in the shape in which the Kubernetes API shows them. */
import type { KnativeService } from '../../../../shared/runtime/knative/api.ts';
import { isClusterLocal, type ServiceState } from '../../serving/state.ts';
import { latestReady } from '../../serving/traffic.ts';
import type { Addresses } from './addresses.ts';
import { asRead } from './as-read.ts';
import { condition, type Standing, seconds, worst } from './condition.ts';

const API_VERSION = 'serving.knative.dev/v1';

export function serviceResource(service: ServiceState, addresses: Addresses) {
  const { createdAt, template, generation } = service;
  const [configuration, route] = [configurationStanding(service), routeStanding(service)];
  return asRead<KnativeService>()({
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: metadataOf(service, addresses),
    spec: { template, traffic: trafficOf(service) },
    status: {
      observedGeneration: generation,
      conditions: [
        condition('ConfigurationsReady', createdAt, configuration),
        condition('Ready', createdAt, worst([configuration, route])),
        condition('RoutesReady', createdAt, route),
      ],
      ...newest(service),
      ...routeStatus(service, addresses),
    },
  });
}

export const routeResource = (service: ServiceState, addresses: Addresses) => ({
  apiVersion: API_VERSION,
  kind: 'Route',
  metadata: metadataOf(service, addresses),
  spec: { traffic: trafficOf(service) },
  status: {
    observedGeneration: service.generation,
    conditions: [condition('Ready', service.createdAt, routeStanding(service))],
    ...routeStatus(service, addresses),
  },
});

export function configurationResource(service: ServiceState, addresses: Addresses) {
  const generation = service.revisions.at(-1)?.generation;
  return {
    apiVersion: API_VERSION,
    kind: 'Configuration',
    metadata: { ...metadataOf(service, addresses), generation },
    spec: { template: service.template },
    status: {
      observedGeneration: generation,
      conditions: [condition('Ready', service.createdAt, configurationStanding(service))],
      ...newest(service),
    },
  };
}

const metadataOf = (service: ServiceState, { namespace }: Addresses) => ({
  name: service.name,
  namespace,
  uid: service.uid,
  generation: service.generation,
  resourceVersion: String(service.resourceVersion),
  creationTimestamp: seconds(service.createdAt),
  labels: service.labels,
  annotations: service.annotations,
});

const trafficOf = ({ traffic }: ServiceState) => traffic ?? [{ latestRevision: true, percent: 100 }];

function newest({ revisions }: ServiceState) {
  const ready = latestReady(revisions)?.name;
  return {
    latestCreatedRevisionName: revisions.at(-1)?.name,
    ...(ready === undefined ? {} : { latestReadyRevisionName: ready }),
  };
}

function routeStatus(service: ServiceState, { namespace, urlOf }: Addresses) {
  const local = isClusterLocal(service);
  return {
    url: urlOf(service.name, local),
    address: { url: `http://${service.name}.${namespace}.svc.cluster.local` },
    traffic: service.routes.map((route) => ({
      ...route,
      ...(route.tag ? { url: urlOf(`${route.tag}-${service.name}`, local) } : {}),
    })),
  };
}

function configurationStanding({ revisions }: ServiceState): Standing {
  const { ready = 'Unknown', name, message = '' } = revisions.at(-1) ?? {};
  if (ready !== 'False') return { status: ready };
  const told = `Revision "${name}" failed with message: ${message}.`;
  return { status: 'False', reason: 'RevisionFailed', message: told };
}

function routeStanding(service: ServiceState): Standing {
  if (!service.routesMessage) return { status: 'True' };
  const isOpen = configurationStanding(service).status === 'Unknown';
  return {
    status: isOpen ? 'Unknown' : 'False',
    reason: 'RevisionMissing',
    message: service.routesMessage,
  };
}
