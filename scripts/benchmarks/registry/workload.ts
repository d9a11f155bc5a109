/** A job that is done again and again, by several at a time. */
import { performance } from 'node:perf_hooks';
import { median } from '../figure.ts';

export interface Pace {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
}

/** @param job given a number that no other has */
export async function pace(
  job: (number: number) => Promise<void>,
  { connections = 8, seconds = 10 } = {},
): Promise<Pace> {
  const taken: number[] = [];
  let next = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const started = performance.now();
      await job(next++);
      taken.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { perSecond: (1000 * taken.length) / (performance.now() - began), p50: median(taken) };
}
