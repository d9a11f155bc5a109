/** How many pods a function has, over time. */
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../cli/command.ts';
import { NAMESPACE } from '../cluster/manifests.ts';
import type { Kubernetes } from './kubernetes.ts';

export interface PodCount {
  /** Seconds from the beginning of the run. */
  readonly at: number;
  readonly ready: number;
  /** There, but not ready yet. */
  readonly starting: number;
  /** Told to go, and still there. */
  readonly ending: number;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly deletionTimestamp?: string };
    readonly status?: {
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    };
  }[];
}

const EVERY_MS = 250;
/** A request that is still under way holds a pod for as long as it takes. */
const ZERO_SECONDS = 300;

export async function countPods(kubernetes: Kubernetes, service: string): Promise<Omit<PodCount, 'at'>> {
  const selector = encodeURIComponent(`serving.knative.dev/service=${service}`);
  const path = `/api/v1/namespaces/${NAMESPACE}/pods?labelSelector=${selector}`;
  return countsOf(await kubernetes.get<PodList>(path));
}

/** As `kubectl get pods` tells them apart: Terminating, Running and ready, and all others. */
export function countsOf({ items }: PodList): Omit<PodCount, 'at'> {
  const staying = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ready = staying.filter(({ status }) =>
    status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
  ).length;
  return { ready, starting: staying.length - ready, ending: items.length - staying.length };
}

/**
 * Counts four times a second until it is ended. A look that fails is left out.
 * @param start of the run, by performance.now()
 * @returns what ends the watching, with a last look
 */
export function watchPods(kubernetes: Kubernetes, service: string, start: number): () => Promise<PodCount[]> {
  const counts: PodCount[] = [];
  const ended = new AbortController();
  const look = async (): Promise<void> => {
    const counted = await countPods(kubernetes, service).catch(() => undefined);
    if (counted) counts.push({ at: (performance.now() - start) / 1000, ...counted });
  };
  const watching = (async () => {
    while (!ended.signal.aborted) {
      await look();
      await pause(EVERY_MS, undefined, { signal: ended.signal }).catch(() => {});
    }
  })();
  return async () => {
    ended.abort();
    await watching;
    await look();
    return counts;
  };
}

/** Waits until the function has no pod at all. @returns seconds. @throws UserError when that takes too long */
export async function untilZero(kubernetes: Kubernetes, service: string): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { ready, starting, ending } = await countPods(kubernetes, service);
    const seconds = (performance.now() - started) / 1000;
    if (ready + starting + ending === 0) return seconds;
    if (seconds > ZERO_SECONDS)
      throw new UserError(
        `${service} still has ${ready + starting + ending} pods after ${ZERO_SECONDS} s: somebody else asks it, or min-scale is above 0`,
      );
    await pause(EVERY_MS);
  }
}
