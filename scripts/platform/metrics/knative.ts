/**
 * What Prometheus learns of the platform, under the names, labels and units that Knative has since its metrics are
 * OpenTelemetry's (1.19): of its activator, autoscaler, queue-proxy, and the brokers' ingress and filter. Labels that
 * are constants, addresses, ids or free text there (server_address, cloudevents_subject, ...) are left out.
 */
import { Registry } from 'prom-client';
import type { Cluster } from '../cluster.ts';
import type { Observe } from '../observation.ts';
import { eventMetrics } from './events.ts';
import type { Meter } from './meter.ts';
import { requestMetrics } from './requests.ts';
import { revisionMetrics } from './revisions.ts';

export interface KnativeMetrics extends Meter {
  /** Forgets the pods that have ended. */
  readonly notice: Observe;
  /** In Prometheus' text format. */
  text(cluster: Cluster): Promise<string>;
}

export const TEXT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

export function knativeMetrics(namespace: string): KnativeMetrics {
  const registry = new Registry();
  const { look, ...requests } = requestMetrics(registry, namespace);
  const revisions = revisionMetrics(registry, namespace);
  return {
    ...requests,
    ...eventMetrics(registry, namespace),
    async text(cluster) {
      look(cluster);
      revisions.look(cluster);
      return await registry.metrics();
    },
  };
}
