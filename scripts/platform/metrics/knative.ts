/**
 * What Prometheus learns of the platform, under the names, labels and units that Knative has since its metrics are
 * OpenTelemetry's (1.19): of its activator, autoscaler, queue-proxy, and the brokers' ingress and filter. Labels that
 * are constants, addresses, ids or free text there (server_address, cloudevents_subject, ...) are left out.
 */
import { Registry } from 'prom-client';
import { eventMetrics } from './events.ts';
import type { Meter } from './meter.ts';
import type { Observe } from './observation.ts';
import { requestMetrics } from './requests.ts';
import { revisionMetrics } from './revisions.ts';
import type { Running } from './running.ts';

export interface KnativeMetrics extends Meter {
  /** Forgets the pods that have ended. */
  readonly notice: Observe;
  /** In Prometheus' text format. */
  text(running: Running): Promise<string>;
}

export const TEXT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

export function knativeMetrics(namespace: string): KnativeMetrics {
  const registry = new Registry();
  const { look, ...requests } = requestMetrics(registry, namespace);
  const revisions = revisionMetrics(registry, namespace);
  return {
    ...requests,
    ...eventMetrics(registry, namespace),
    async text(running) {
      look(running);
      revisions.look(running);
      return await registry.metrics();
    },
  };
}
