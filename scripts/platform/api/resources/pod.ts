/** A pod in the shape in which the Kubernetes API shows it. */
import type { Pod } from '../../serving/pod.ts';
import type { RevisionState, ServiceState } from '../../serving/state.ts';
import type { Addresses } from './addresses.ts';
import { condition, seconds } from './condition.ts';
import { labelsOf } from './revision.ts';

export function podResource(
  service: ServiceState,
  revision: RevisionState,
  pod: Pod,
  { namespace }: Addresses,
) {
  const since = seconds(pod.startedAt.toISOString());
  const [container] = revision.template.spec.containers;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace,
      uid: `${pod.name}-${pod.pid}`,
      creationTimestamp: since,
      labels: labelsOf(service, revision),
      // Knative has no such thing: here a pod is a process, and this is its number.
      annotations: { 'marea.dev/pid': String(pod.pid) },
      ...(pod.state === 'stopping' ? { deletionTimestamp: seconds(new Date().toISOString()) } : {}),
    },
    spec: { containers: [{ ...container, ports: [{ name: 'user-port', containerPort: pod.port }] }] },
    status: statusOf(pod, since),
  };
}

function statusOf({ state }: Pod, since: string) {
  const isReady = state === 'ready';
  return {
    phase: state === 'starting' ? 'Pending' : 'Running',
    podIP: '127.0.0.1',
    podIPs: [{ ip: '127.0.0.1' }],
    startTime: since,
    conditions: [condition('Ready', since, { status: isReady ? 'True' : 'False' })],
    containerStatuses: [
      { name: 'function', ready: isReady, restartCount: 0, state: { running: { startedAt: since } } },
    ],
  };
}
