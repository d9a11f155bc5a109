/** Resident memory of a function's processes over time, as they tell it themselves at /metrics. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from './target.ts';

export interface MemorySample {
  /** Seconds from the beginning of the run. */
  readonly at: number;
  /** Of the process that happened to answer. */
  readonly megabytes: number;
}

const METRIC = /^process_resident_memory_bytes(?:\{[^}]*\})? ([\d.e+]+)$/m;
const TIMEOUT_MS = 5000;

/**
 * @param start of the run, by performance.now()
 * @returns what ends the watching
 */
export function watchMemory(
  { origin, prefix }: Target,
  start: number,
  everyMs: number,
): () => MemorySample[] {
  const samples: MemorySample[] = [];
  const ended = new AbortController();
  const look = async (): Promise<void> => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const text = await fetch(new URL(`${prefix}/metrics`, origin), { signal }).then((answer) =>
      answer.text(),
    );
    const bytes = residentBytes(text);
    if (bytes !== undefined)
      samples.push({ at: (performance.now() - start) / 1000, megabytes: bytes / 2 ** 20 });
  };
  void (async () => {
    while (!ended.signal.aborted) {
      await look().catch(() => {});
      await pause(everyMs, undefined, { signal: ended.signal }).catch(() => {});
    }
  })();
  return () => {
    ended.abort();
    return samples;
  };
}

/** @param text in the format that Prometheus reads */
export function residentBytes(text: string): number | undefined {
  const [, bytes] = METRIC.exec(text) ?? [];
  return bytes === undefined ? undefined : Number(bytes);
}
