/** Services, revisions, routes, configurations and pods in the shape in which the Kubernetes API shows them. */
import type { Pod } from '../serving/pod.ts';
import type { RevisionState, ServiceState } from '../serving/state.ts';
import { latestReady } from '../serving/traffic.ts';

export interface Addresses {
  readonly namespace: string;
  /** Where a host of a service is reached, as in http://predict-realtor.marea.localhost:8080. */
  readonly urlOf: (host: string, isLocal: boolean) => string;
}

type Status = 'True' | 'False' | 'Unknown';

const condition = (type: string, status: Status, since: string, reason?: string, message?: string) => ({
  type,
  status,
  lastTransitionTime: seconds(since),
  ...(reason ? { reason } : {}),
  ...(message ? { message } : {}),
});

/** Kubernetes has no fractions of a second. */
const seconds = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

const isLocal = (service: ServiceState): boolean =>
  service.labels['networking.knative.dev/visibility'] === 'cluster-local';

function metadataOf(service: ServiceState, namespace: string) {
  return {
    name: service.name,
    namespace,
    uid: service.uid,
    generation: service.generation,
    resourceVersion: String(service.resourceVersion),
    creationTimestamp: seconds(service.createdAt),
    labels: service.labels,
    annotations: service.annotations,
  };
}

export function serviceResource(service: ServiceState, addresses: Addresses) {
  const { configuration, route, overall } = conditionsOf(service);
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: metadataOf(service, addresses.namespace),
    spec: {
      template: service.template,
      traffic: service.traffic ?? [{ latestRevision: true, percent: 100 }],
    },
    status: {
      observedGeneration: service.generation,
      conditions: [
        condition(
          'ConfigurationsReady',
          configuration.status,
          service.createdAt,
          configuration.reason,
          configuration.message,
        ),
        condition('Ready', overall.status, service.createdAt, overall.reason, overall.message),
        condition('RoutesReady', route.status, service.createdAt, route.reason, route.message),
      ],
      latestCreatedRevisionName: service.revisions.at(-1)?.name,
      latestReadyRevisionName: latestReady(service.revisions)?.name,
      ...routeStatus(service, addresses),
    },
  };
}

export function routeResource(service: ServiceState, addresses: Addresses) {
  const { route } = conditionsOf(service);
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Route',
    metadata: metadataOf(service, addresses.namespace),
    spec: {
      traffic: service.traffic ?? [{ latestRevision: true, percent: 100 }],
    },
    status: {
      observedGeneration: service.generation,
      conditions: [condition('Ready', route.status, service.createdAt, route.reason, route.message)],
      ...routeStatus(service, addresses),
    },
  };
}

export function configurationResource(service: ServiceState, { namespace }: Addresses) {
  const { configuration } = conditionsOf(service);
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Configuration',
    metadata: {
      ...metadataOf(service, namespace),
      generation: service.revisions.at(-1)?.generation,
    },
    spec: { template: service.template },
    status: {
      observedGeneration: service.revisions.at(-1)?.generation,
      conditions: [
        condition(
          'Ready',
          configuration.status,
          service.createdAt,
          configuration.reason,
          configuration.message,
        ),
      ],
      latestCreatedRevisionName: service.revisions.at(-1)?.name,
      latestReadyRevisionName: latestReady(service.revisions)?.name,
    },
  };
}

export function revisionResource(
  service: ServiceState,
  revision: RevisionState,
  pods: readonly Pod[],
  { namespace }: Addresses,
) {
  const { ready, message, createdAt } = revision;
  const reason = ready === 'False' ? 'ContainerNotReady' : ready === 'Unknown' ? 'Deploying' : undefined;
  const running = pods.filter(({ state }) => state === 'ready').length;
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: {
      name: revision.name,
      namespace,
      uid: revision.uid,
      generation: 1,
      resourceVersion: String(service.resourceVersion),
      creationTimestamp: seconds(createdAt),
      labels: labelsOf(service, revision),
      annotations: revision.template.metadata?.annotations ?? {},
    },
    spec: revision.template.spec,
    status: {
      observedGeneration: 1,
      actualReplicas: running,
      desiredReplicas: pods.length,
      containerStatuses: [
        {
          name: 'function',
          imageDigest: revision.template.spec.containers[0]?.image,
        },
      ],
      conditions: [
        condition('Active', running > 0 ? 'True' : 'False', createdAt, running > 0 ? undefined : 'NoTraffic'),
        condition('ContainerHealthy', ready, createdAt, reason, message),
        condition('Ready', ready, createdAt, reason, message),
        condition('ResourcesAvailable', ready, createdAt),
      ],
    },
  };
}

export function podResource(
  service: ServiceState,
  revision: RevisionState,
  pod: Pod,
  { namespace }: Addresses,
) {
  const ready: Status = pod.state === 'ready' ? 'True' : 'False';
  const since = pod.startedAt.toISOString();
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace,
      uid: `${pod.name}-${pod.pid}`,
      creationTimestamp: seconds(since),
      labels: labelsOf(service, revision),
      // Knative has no such thing: here a pod is a process, and this is its number.
      annotations: { 'marea.dev/pid': String(pod.pid) },
      ...(pod.state === 'stopping' ? { deletionTimestamp: seconds(new Date().toISOString()) } : {}),
    },
    spec: {
      containers: [
        {
          ...revision.template.spec.containers[0],
          ports: [{ name: 'user-port', containerPort: pod.port }],
        },
      ],
    },
    status: {
      phase: pod.state === 'starting' ? 'Pending' : 'Running',
      podIP: '127.0.0.1',
      podIPs: [{ ip: '127.0.0.1' }],
      startTime: seconds(since),
      conditions: [condition('Ready', ready, since)],
      containerStatuses: [
        {
          name: 'function',
          ready: ready === 'True',
          restartCount: 0,
          state: { running: { startedAt: seconds(since) } },
        },
      ],
    },
  };
}

const labelsOf = (service: ServiceState, revision: RevisionState): Record<string, string> => ({
  ...revision.template.metadata?.labels,
  app: revision.name,
  'serving.knative.dev/service': service.name,
  'serving.knative.dev/configuration': service.name,
  'serving.knative.dev/configurationGeneration': String(revision.generation),
  'serving.knative.dev/revision': revision.name,
});

function routeStatus(service: ServiceState, { namespace, urlOf }: Addresses) {
  const local = isLocal(service);
  return {
    url: urlOf(service.name, local),
    address: { url: `http://${service.name}.${namespace}.svc.cluster.local` },
    traffic: service.routes.map((route) => ({
      ...route,
      ...(route.tag ? { url: urlOf(`${route.tag}-${service.name}`, local) } : {}),
    })),
  };
}

function conditionsOf(service: ServiceState) {
  const latest = service.revisions.at(-1);
  const configuration: { status: Status; reason?: string; message?: string } =
    latest?.ready === 'False'
      ? {
          status: 'False',
          reason: 'RevisionFailed',
          message: `Revision "${latest.name}" failed with message: ${latest.message ?? ''}.`,
        }
      : { status: latest?.ready ?? 'Unknown' };
  const route: typeof configuration = service.routesMessage
    ? {
        status: configuration.status === 'Unknown' ? 'Unknown' : 'False',
        reason: 'RevisionMissing',
        message: service.routesMessage,
      }
    : { status: 'True' };
  const overall =
    [configuration, route].find(({ status }) => status === 'False') ??
    [configuration, route].find(({ status }) => status === 'Unknown') ??
    route;
  return { configuration, route, overall };
}
