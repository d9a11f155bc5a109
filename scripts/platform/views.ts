/** What the platform shows of itself while it runs: its pods, its events under way, and news to whoever listens. */
import type { Eventing } from './eventing/eventing.ts';
import type { Clock } from './eventing/pingsource.ts';
import type { Observe } from './metrics/observation.ts';
import type { Cluster } from './serving/cluster.ts';

export interface PodView {
  readonly service: string;
  readonly revision: string;
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly state: string;
  readonly inFlight: number;
}

export interface Views {
  /** @returns what ends the watching */
  observe(listener: Observe): () => void;
  /** Of one service, or of all. */
  pods(service?: string): PodView[];
  /** Events that a broker has taken and not yet delivered. */
  pending(): number;
  /** Sends the event of a PingSource now. @throws when there is no such source. */
  ping(source: string, data?: string): Promise<void>;
  /** Of a PingSource: its schedule, and when it ticks next. undefined: there is no such source. */
  ticks(source: string): Pick<Clock, 'schedule' | 'next'> | undefined;
}

export function views(cluster: Cluster, eventing: Eventing, listeners: Set<Observe>): Views {
  return {
    observe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pods: (name) => podViews(cluster).filter(({ service }) => name === undefined || service === name),
    pending: eventing.pending,
    ping: (source, data) => ping(eventing, source, data),
    ticks: (source) => eventing.clocks.get(source),
  };
}

function podViews(cluster: Cluster): PodView[] {
  return cluster.pods().map(({ service, revision, pod }) => {
    const { name, pid, port, state, inFlight } = pod;
    return { service: service.name, revision: revision.name, name, pid, port, state, inFlight };
  });
}

async function ping({ clocks }: Eventing, source: string, data: string | undefined): Promise<void> {
  const clock = clocks.get(source);
  const there = [...clocks.keys()].join(', ');
  if (!clock) throw new Error(`there is no PingSource ${source}; there are: ${there}`);
  await clock.ping(data);
}
