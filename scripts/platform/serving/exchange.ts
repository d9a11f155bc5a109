/** One request of a Service: a pod for it, what is done there, and what the metrics learn of both. */
import type { Meter } from '../metrics/meter.ts';
import type { Cluster, Picked } from './cluster.ts';
import { NotSent } from './connection.ts';
import { type Lease, Unavailable } from './pool.ts';
import type { RevisionSettings } from './settings.ts';
import type { ServiceState } from './state.ts';

export interface Asked {
  readonly service: ServiceState;
  readonly tag?: string;
  readonly method: string;
}

/** What to do with a pod; resolves to the status of its answer, rejects with NotSent when the pod took no connection. */
export type Work = (lease: Lease, settings: RevisionSettings) => Promise<number>;

/** Pods that are asked in turn before it is given up: of those that died, so many may not be known yet. */
const PODS_TRIED = 5;

/**
 * Waits for a pod, and gives it up when `work` has ended; a pod that takes no connection is no more than a wrong
 * number, and the next one is tried.
 * @throws Unavailable when no pod can be had; what `work` throws
 */
export async function withPod(cluster: Cluster, asked: Asked, work: Work): Promise<void> {
  const picked = cluster.pick(asked.service, asked.tag);
  const tell = teller(cluster.meter, asked, picked.revision);
  for (let tried = 1; ; tried++) {
    const lease = await leased(picked, tell);
    const { status, error, at } = await atPod(lease, work(lease, picked.settings));
    if (error instanceof NotSent && tried < PODS_TRIED) continue;
    tell(status, at);
    if (error) throw error;
    return;
  }
}

type Tell = (status: number, at?: { readonly pod: string; readonly seconds: number }) => void;

function teller(meter: Meter, { service, method }: Asked, revision: string): Tell {
  const asked = performance.now();
  return (status, at) =>
    meter.answered({
      service: service.name,
      revision,
      method,
      status,
      seconds: since(asked),
      ...(at ? { at } : {}),
    });
}

async function leased(picked: Picked, tell: Tell): Promise<Lease> {
  try {
    return await picked.acquire();
  } catch (error) {
    tell(error instanceof Unavailable ? 503 : 500);
    throw error;
  }
}

interface Outcome {
  readonly status: number;
  readonly error?: unknown;
  /** None when the pod is gone. */
  readonly at?: { readonly pod: string; readonly seconds: number };
}

async function atPod(lease: Lease, work: Promise<number>): Promise<Outcome> {
  const begun = performance.now();
  const done: Outcome = await work.then(
    (status) => ({ status }),
    (error: unknown) => ({ status: 502, error }),
  );
  if (done.error instanceof NotSent) lease.suspect();
  lease.release();
  const { name: pod, state } = lease.pod;
  return state === 'ended' ? done : { ...done, at: { pod, seconds: since(begun) } };
}

const since = (moment: number): number => (performance.now() - moment) / 1000;
