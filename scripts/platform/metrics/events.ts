/** Events as a broker's ingress and its filter time them. */
import { Histogram, type Registry } from 'prom-client';
import { SECONDS, STATUS } from './labels.ts';
import type { Dispatched, Meter } from './meter.ts';

const EVENT = [
  'kn_broker_name',
  'kn_broker_namespace',
  'cloudevents_type',
  'messaging_destination_name',
  'messaging_operation_name',
  'messaging_system',
] as const;

export function eventMetrics(registry: Registry, namespace: string): Pick<Meter, 'dispatched' | 'processed'> {
  const dispatches = new Histogram({
    name: 'kn_eventing_dispatch_duration_seconds',
    help: 'The duration to dispatch the event',
    labelNames: [...EVENT, STATUS] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  const processings = new Histogram({
    name: 'kn_eventing_process_duration_seconds',
    help: 'The duration of processing an event before dispatching it',
    labelNames: EVENT,
    buckets: SECONDS,
    registers: [registry],
  });
  const labelsOf = ({ broker, trigger, type }: Pick<Dispatched, 'broker' | 'trigger' | 'type'>) => ({
    kn_broker_name: broker,
    kn_broker_namespace: namespace,
    cloudevents_type: type,
    messaging_destination_name: trigger
      ? `trigger:${trigger}.${namespace}`
      : `http://${broker}-kne-trigger-kn-channel.${namespace}.svc.cluster.local`,
    messaging_operation_name: 'send',
    messaging_system: 'knative',
  });
  return {
    dispatched: (event) => dispatches.observe({ ...labelsOf(event), [STATUS]: event.status }, event.seconds),
    processed: (event) => processings.observe(labelsOf(event), event.seconds),
  };
}
