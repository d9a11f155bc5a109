/** Brokers with their triggers, and the clocks: what moves events between Services. */
import type { Manifests } from '../manifests/manifests.ts';
import type { Observe } from '../metrics/observation.ts';
import type { Cluster } from '../serving/cluster.ts';
import { Broker } from './broker.ts';
import { type Clock, startPingSource } from './pingsource.ts';
import { sinkFor } from './sinks.ts';

export interface Eventing {
  readonly brokers: ReadonlyMap<string, Broker>;
  readonly clocks: ReadonlyMap<string, Clock>;
  /** Events that a broker has taken and not yet delivered. */
  pending(): number;
  /** No clock ticks and no pause goes on; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** @throws when a schedule is none. */
export function startEventing(manifests: Manifests, cluster: Cluster, observe: Observe): Eventing {
  const brokers = new Map<string, Broker>();
  const sinks = { namespace: manifests.namespace, cluster, brokers };
  for (const broker of manifests.brokers) {
    const { name } = broker.metadata;
    const triggers = manifests.triggers.filter(({ spec }) => spec.broker === name);
    const to = (destination: Parameters<typeof sinkFor>[0]) => sinkFor(destination, sinks);
    brokers.set(name, new Broker({ broker, triggers, sinkFor: to, observe, meter: cluster.meter }));
  }
  const clocks = new Map<string, Clock>();
  for (const source of manifests.pingSources) {
    clocks.set(source.metadata.name, startPingSource(source, sinkFor(source.spec.sink, sinks), observe));
  }
  return {
    brokers,
    clocks,
    pending: () => [...brokers.values()].reduce((sum, broker) => sum + broker.pending(), 0),
    stop: async () => {
      for (const clock of clocks.values()) clock.stop();
      await Promise.all([...brokers.values()].map((broker) => broker.stop()));
    },
  };
}
