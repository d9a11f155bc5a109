/** What a run must not exceed for its exit code to be 0. */
import { count } from '../cli/words.ts';
import type { Measured } from './recorder.ts';

export interface Thresholds {
  /** Milliseconds at the 99th percentile. */
  readonly maxP99: number | undefined;
  /** Share of the requests that may fail or never be sent; 0 when it is not given. */
  readonly maxErrors: number | undefined;
}

/** What was exceeded, in a sentence. */
export type Breach = string;

export function breaches(measured: Measured, { maxP99, maxErrors = 0 }: Thresholds): Breach[] {
  const { asked, answered, failed, dropped, latency } = measured;
  const share = asked === 0 ? 0 : (failed + dropped) / asked;
  return [
    ...(answered === 0 ? ['nothing was answered'] : []),
    ...(share > maxErrors
      ? [
          `${count(failed + dropped)} of ${count(asked)} failed or were never sent: ${(100 * share).toPrecision(3)} %, ` +
            `at most ${Number((100 * maxErrors).toPrecision(3))} % may`,
        ]
      : []),
    ...(maxP99 !== undefined && latency.p99 > maxP99
      ? [`p99 is ${Number(latency.p99.toPrecision(4))} ms, at most ${maxP99} ms may it be`]
      : []),
  ];
}
