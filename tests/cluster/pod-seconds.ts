/** For how long pods of each function were there. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Resource } from '../../scripts/cluster/resource.ts';

const EVERY_MS = 2000;

export interface PodWatch {
  /** @returns pod-seconds by function, of those that had any; @throws what asking for the pods threw */
  stop(): Promise<Record<string, number>>;
}

/** Looks each two seconds; what is there counts for the time since the look before. */
export function podSeconds(pods: () => Promise<readonly Resource[]>): PodWatch {
  const stopping = new AbortController();
  const spent: Record<string, number> = {};
  const watch = async (): Promise<void> => {
    for (let before = performance.now(); !stopping.signal.aborted; ) {
      await pause(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
      const there = await pods();
      const now = performance.now();
      for (const pod of there) {
        const name = pod.metadata.labels?.['serving.knative.dev/service'] ?? 'unknown';
        spent[name] = (spent[name] ?? 0) + (now - before) / 1000;
      }
      before = now;
    }
  };
  const watching = watch();
  watching.catch(() => {});
  return {
    async stop() {
      stopping.abort();
      await watching;
      return spent;
    },
  };
}
