/** How each revision stands, as Knative's autoscaler and activator tell it. */
import { Gauge, type Registry } from 'prom-client';
import { REVISION, revisionLabels } from './labels.ts';
import type { Running } from './running.ts';

export function revisionMetrics(registry: Registry, namespace: string) {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `kn_revision_${name}`, help, labelNames: REVISION, registers: [registry] });
  const gauges = {
    ready: gauge('pods_count', 'Number of pods that are allocated currently'),
    desired: gauge('pods_desired', 'Number of pods the autoscaler wants to allocate'),
    requested: gauge('pods_requested', 'Number of pods autoscaler requested from Kubernetes'),
    notReady: gauge('pods_not_ready_count', 'Number of pods that are not ready currently'),
    pending: gauge('pods_pending_count', 'Number of pods that are pending currently'),
    terminating: gauge('pods_terminating_count', 'Number of pods that are terminating currently'),
    stable: gauge('concurrency_stable', 'Average of request count per observed pod over the stable window'),
    panic: gauge('concurrency_panic', 'Average of request count per observed pod over the panic window'),
    target: gauge('concurrency_target', 'The desired concurrent requests for each pod'),
    isPanicking: gauge('panic_mode', 'If greater than 0 the autoscaler is in panic mode'),
    demand: gauge('request_concurrency', 'Concurrent requests that are routed to Activator'),
  };
  const request = (name: string, help: string) =>
    new Gauge({
      name: `kn_revision_request_${name}`,
      help,
      labelNames: ['k8s_namespace_name', 'kn_revision_name'] as const,
      registers: [registry],
    });
  const requests = {
    active: request('active', 'Number of requests currently being proxied by the activator'),
    queued: request('queued', 'Number of requests currently queued in the activator waiting for capacity'),
  };
  const all = [...Object.values(gauges), ...Object.values(requests)];
  return {
    /** Revisions at zero too: a gauge that is 0 is something else than none. */
    look(running: Running): void {
      for (const one of all) one.reset();
      for (const { service, revision, status } of running.scales()) {
        const labels = revisionLabels(namespace, service.name, revision.name);
        for (const [name, one] of Object.entries(gauges))
          one.set(labels, Number(status[name as keyof typeof gauges]));
        for (const [name, one] of Object.entries(requests))
          one.set(
            { k8s_namespace_name: namespace, kn_revision_name: revision.name },
            status[name as keyof typeof requests],
          );
      }
    },
  };
}
