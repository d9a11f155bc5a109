/** Whether the driver kept its times: a measurement that it did not keep is of something else, and has to say so. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { count } from '../cli/words.ts';
import { LATE_MS, type Measured } from './recorder.ts';

/** Share of the requests that may go out late before it is said. */
const LATE_SHARE = 0.01;

/** @returns what to tell, loudly, each with its cause; nothing when the driver kept its times */
export function fellBehind({ asked, dropped, late }: Measured, connections: number): string[] {
  const told: string[] = [];
  if (dropped > 0)
    told.push(
      `the driver fell behind: ${shareOf(dropped, asked)} were never sent, as all ${connections} connections were ` +
        `busy. The service does not answer at this rate; lower --rate, or give more --connections`,
    );
  else if (late.line > LATE_SHARE * asked)
    told.push(
      `the driver fell behind: ${shareOf(late.line, asked)} waited more than ${LATE_MS} ms for one of ` +
        `${connections} connections (that is in their latency). Lower --rate, or give more --connections`,
    );
  if (late.driver > LATE_SHARE * asked)
    told.push(
      `the driver fell behind: it came to ${shareOf(late.driver, asked)} more than ${LATE_MS} ms late, up to ` +
        `${count(Math.round(late.mostMs))} ms, as it was not given the processor. That is in their latency: use a ` +
        'machine with less to do, or lower --rate',
    );
  return told;
}

const shareOf = (some: number, all: number): string =>
  `${count(some)} of ${count(all)} requests (${((100 * some) / all).toPrecision(2)} %)`;

export interface LoopDelay {
  /** Milliseconds that the driver's own event loop was late, at the 99th percentile. */
  readonly p99: number;
  readonly max: number;
}

const RESOLUTION_MS = 5;

/** Watches this process from now on. @returns what ends the watching */
export function watchLoop(): () => LoopDelay {
  const histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return () => {
    histogram.disable();
    // Times between two looks: what is beyond the time asked for is delay.
    const delay = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    return { p99: delay(histogram.percentile(99)), max: delay(histogram.max) };
  };
}
