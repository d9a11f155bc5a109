/** One request of a Service: a pod for it, what is done there, and what the metrics learn of both. */
import type { Cluster } from './cluster.ts';
import { type Lease, Unavailable } from './pool.ts';
import type { RevisionSettings } from './settings.ts';
import type { ServiceState } from './state.ts';

export interface Asked {
  readonly service: ServiceState;
  readonly tag?: string;
  readonly method: string;
}

/**
 * Waits for a pod, and gives it up when `work` has ended.
 * @param work what to do with the pod; resolves to the status of its answer
 * @throws Unavailable when no pod can be had; what `work` throws
 */
export async function withPod(
  cluster: Cluster,
  { service, tag, method }: Asked,
  work: (lease: Lease, settings: RevisionSettings) => Promise<number>,
): Promise<void> {
  const asked = performance.now();
  const { revision, settings, lease: waiting } = cluster.acquire(service, tag);
  const told = (status: number, at?: { readonly pod: string; readonly seconds: number }): void =>
    cluster.meter.answered({
      service: service.name,
      revision,
      method,
      status,
      seconds: since(asked),
      ...(at ? { at } : {}),
    });
  let lease: Lease;
  try {
    lease = await waiting;
  } catch (error) {
    told(error instanceof Unavailable ? 503 : 500);
    throw error;
  }
  const begun = performance.now();
  let status = 502;
  try {
    status = await work(lease, settings);
  } finally {
    lease.release();
    const { name: pod, state } = lease.pod;
    told(status, state === 'ended' ? undefined : { pod, seconds: since(begun) });
  }
}

const since = (moment: number): number => (performance.now() - moment) / 1000;
