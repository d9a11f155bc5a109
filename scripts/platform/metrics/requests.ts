/** Requests as the activator and each pod's queue-proxy time them. */
import { Gauge, Histogram, type Registry } from 'prom-client';
import { POD, REVISION, revisionLabels, SECONDS, STATUS } from './labels.ts';
import type { Answered } from './meter.ts';
import type { Observation } from './observation.ts';
import type { Running } from './running.ts';

export function requestMetrics(registry: Registry, namespace: string) {
  const atActivator = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP server requests.',
    labelNames: [...REVISION, 'http_request_method', STATUS] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  const atPod = new Histogram({
    name: 'kn_serving_invocation_duration_seconds',
    help: 'The duration of task execution',
    labelNames: [...POD, STATUS] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  const depth = new Gauge({
    name: 'kn_serving_queue_depth',
    help: 'Number of current requests in the queue',
    labelNames: POD,
    registers: [registry],
  });
  /** The series of each pod, by status. */
  const seriesOf = new Map<string, Map<number, Record<string, string>>>();

  const podSeries = ({ service, revision, status }: Answered, pod: string): Record<string, string> => {
    const known = seriesOf.get(pod) ?? new Map<number, Record<string, string>>();
    seriesOf.set(pod, known);
    const labels = known.get(status) ?? { namespace, service, revision, pod, [STATUS]: String(status) };
    known.set(status, labels);
    return labels;
  };
  return {
    answered(request: Answered): void {
      const { service, revision, method, status, seconds, at } = request;
      const labels = revisionLabels(namespace, service, revision);
      atActivator.observe({ ...labels, http_request_method: method, [STATUS]: status }, seconds);
      if (at) atPod.observe(podSeries(request, at.pod), at.seconds);
    },
    /** A pod's series end with it, as on a cluster. */
    notice(observation: Observation): void {
      if (observation.kind !== 'pod' || observation.state !== 'ended') return;
      for (const labels of seriesOf.get(observation.pod)?.values() ?? []) atPod.remove(labels);
      seriesOf.delete(observation.pod);
    },
    look(running: Running): void {
      depth.reset();
      for (const { service, revision, pod } of running.pods()) {
        const labels = { namespace, service: service.name, revision: revision.name, pod: pod.name };
        depth.set(labels, pod.inFlight);
      }
    },
  };
}
