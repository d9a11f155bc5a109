/** How each revision stands, as Knative's autoscaler and activator tell it. */
import { Gauge, type Registry } from 'prom-client';
import { REVISION, revisionLabels } from './labels.ts';
import type { Running, Scale } from './running.ts';

/** Of each, the end of its name and its help. */
const GAUGES = {
  ready: ['pods_count', 'Number of pods that are allocated currently'],
  desired: ['pods_desired', 'Number of pods the autoscaler wants to allocate'],
  requested: ['pods_requested', 'Number of pods autoscaler requested from Kubernetes'],
  notReady: ['pods_not_ready_count', 'Number of pods that are not ready currently'],
  pending: ['pods_pending_count', 'Number of pods that are pending currently'],
  terminating: ['pods_terminating_count', 'Number of pods that are terminating currently'],
  stable: ['concurrency_stable', 'Average of request count per observed pod over the stable window'],
  panic: ['concurrency_panic', 'Average of request count per observed pod over the panic window'],
  target: ['concurrency_target', 'The desired concurrent requests for each pod'],
  isPanicking: ['panic_mode', 'If greater than 0 the autoscaler is in panic mode'],
  demand: ['request_concurrency', 'Concurrent requests that are routed to Activator'],
} as const satisfies Named;

/** These lack the labels of the Service and the configuration. */
const REQUEST_GAUGES = {
  active: ['request_active', 'Number of requests currently being proxied by the activator'],
  queued: ['request_queued', 'Number of requests currently queued in the activator waiting for capacity'],
} as const satisfies Named;
const REQUEST = ['k8s_namespace_name', 'kn_revision_name'] as const;

type Named = Readonly<Partial<Record<keyof Scale, readonly [string, string]>>>;

export function revisionMetrics(registry: Registry, namespace: string) {
  const gauges = gaugesOf(GAUGES, REVISION, registry);
  const requests = gaugesOf(REQUEST_GAUGES, REQUEST, registry);
  return {
    /** Revisions at zero too: a gauge that is 0 is something else than none. */
    look(running: Running): void {
      for (const { gauge } of [...gauges, ...requests]) gauge.reset();
      for (const { service, revision, status } of running.scales()) {
        const labels = revisionLabels(namespace, service.name, revision.name);
        const { k8s_namespace_name, kn_revision_name } = labels;
        for (const { key, gauge } of gauges) gauge.set(labels, Number(status[key]));
        for (const { key, gauge } of requests)
          gauge.set({ k8s_namespace_name, kn_revision_name }, Number(status[key]));
      }
    },
  };
}

function gaugesOf<L extends string>(named: Named, labelNames: readonly L[], registry: Registry) {
  return Object.entries(named).map(([key, [name, help]]) => ({
    key: key as keyof Scale,
    gauge: new Gauge<L>({ name: `kn_revision_${name}`, help, labelNames, registers: [registry] }),
  }));
}
