/** A Revision in the shape in which the Kubernetes API shows it. */
import type { Revision } from '../../../../shared/runtime/knative/api.ts';
import type { Pod } from '../../serving/pod.ts';
import type { RevisionState, ServiceState } from '../../serving/state.ts';
import type { Addresses } from './addresses.ts';
import { asRead } from './as-read.ts';
import { condition, type Standing, seconds } from './condition.ts';

/** What there is of it now. */
export interface Life {
  readonly pods: readonly Pod[];
  /** Why its pods do not become ready. */
  readonly failure: string | undefined;
}

export function revisionResource(
  service: ServiceState,
  revision: RevisionState,
  life: Life,
  { namespace }: Addresses,
) {
  const { name, uid, createdAt, template } = revision;
  return asRead<Revision>()({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: {
      name,
      namespace,
      uid,
      generation: 1,
      resourceVersion: String(service.resourceVersion),
      creationTimestamp: seconds(createdAt),
      labels: labelsOf(service, revision),
      annotations: template.metadata?.annotations ?? {},
    },
    spec: template.spec,
    status: statusOf(revision, life),
  });
}

function statusOf(revision: RevisionState, { pods, failure }: Life) {
  const { createdAt, template, ready } = revision;
  const running = pods.filter(({ state }) => state === 'ready').length;
  const active: Standing = running > 0 ? { status: 'True' } : { status: 'False', reason: 'NoTraffic' };
  const standing = standingOf(revision);
  return {
    observedGeneration: 1,
    actualReplicas: running,
    desiredReplicas: pods.length,
    containerStatuses: [{ name: 'function', imageDigest: template.spec.containers[0]?.image }],
    conditions: [
      condition('Active', createdAt, active),
      condition('ContainerHealthy', createdAt, failure ? failing(failure) : standing),
      condition('Ready', createdAt, standing),
      condition('ResourcesAvailable', createdAt, { status: ready }),
    ],
  };
}

const failing = (message: string): Standing => ({ status: 'False', reason: 'ContainerNotReady', message });

function standingOf({ ready, message }: RevisionState): Standing {
  const told = message ? { message } : {};
  if (ready === 'True') return { status: ready, ...told };
  return { status: ready, reason: ready === 'False' ? 'ContainerNotReady' : 'Deploying', ...told };
}

/** Of a revision, and of its pods. */
export const labelsOf = (service: ServiceState, revision: RevisionState): Record<string, string> => ({
  ...revision.template.metadata?.labels,
  app: revision.name,
  'serving.knative.dev/service': service.name,
  'serving.knative.dev/configuration': service.name,
  'serving.knative.dev/configurationGeneration': String(revision.generation),
  'serving.knative.dev/revision': revision.name,
});
