/** What became of the requests: counts, latencies, and both over time. */
import { build, type Histogram } from 'hdr-histogram-js';

/** One request; times in milliseconds on the driver's clock. */
export interface Sample {
  /** When it should have been sent. */
  readonly due: number;
  /** When the driver came to it: later only when the driver itself was busy. */
  readonly seen: number;
  /** When it was sent: later than seen when all connections were busy. */
  readonly sent: number;
  readonly ended: number;
  /** What was wrong with the answer, as "503" or "timeout"; undefined when it was right. */
  readonly failure: string | undefined;
}

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

/** A stretch of the run. */
export interface Window {
  /** Seconds from the beginning of the run to that of the window. */
  readonly at: number;
  /** Requests that were due in it; the next two, and the latencies, are of these. */
  readonly asked: number;
  readonly failed: number;
  readonly dropped: number;
  /** Right answers that came in it, whenever they were asked for. */
  readonly answered: number;
  /** Milliseconds; undefined where no request of the window was answered rightly. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  readonly max: number | undefined;
}

export interface Measured {
  /** From the beginning to the last answer. */
  readonly seconds: number;
  readonly asked: number;
  /** Rightly. */
  readonly answered: number;
  /** Answered wrongly, or not at all. */
  readonly failed: number;
  /** Never sent: no connection was free in time. */
  readonly dropped: number;
  /** Failures by what was wrong. */
  readonly failures: Readonly<Record<string, number>>;
  /** Of right answers, from when the request was due to the end of the answer. */
  readonly latency: Percentiles;
  /** Of right answers, from when it was sent: what tools measure that do not ask when it was due. */
  readonly service: Percentiles;
  readonly late: Late;
  readonly windowSeconds: number;
  readonly windows: readonly Window[];
}

export interface Late {
  /** Requests that the driver came to more than LATE_MS after they were due: it was not given the processor. */
  readonly driver: number;
  /** Requests that waited longer than LATE_MS for a free connection. */
  readonly line: number;
  /** From due to sent, the longest. */
  readonly mostMs: number;
}

export interface Recorder {
  add(sample: Sample): void;
  /** A request that was due then was given up unsent. */
  dropped(due: number): void;
  measured(): Measured;
}

export const LATE_MS = 20;

interface OpenWindow {
  asked: number;
  failed: number;
  dropped: number;
  answered: number;
  readonly latency: Histogram;
}

/** @param start of the run on the driver's clock */
export function recorderFrom(start: number, windowSeconds: number): Recorder {
  const latency = microseconds(3);
  const service = microseconds(3);
  const windows: OpenWindow[] = [];
  const failures: Record<string, number> = {};
  const late = { driver: 0, line: 0, mostMs: 0 };
  let end = start;
  let answered = 0;

  const windowAt = (time: number): OpenWindow => {
    const index = Math.max(0, Math.floor((time - start) / (windowSeconds * 1000)));
    while (windows.length <= index)
      windows.push({ asked: 0, failed: 0, dropped: 0, answered: 0, latency: microseconds(2) });
    return windows[index] as OpenWindow;
  };
  const addAnswer = ({ due, sent, ended }: Sample): void => {
    // One that was sent a little early is counted from then.
    const taken = inMicroseconds(ended - Math.min(due, sent));
    latency.recordValue(taken);
    service.recordValue(inMicroseconds(ended - sent));
    windowAt(due).latency.recordValue(taken);
    windowAt(ended).answered++;
    answered++;
  };
  return {
    add(sample) {
      const { due, seen, sent, ended, failure } = sample;
      windowAt(due).asked++;
      end = Math.max(end, ended);
      if (seen - due > LATE_MS) late.driver++;
      if (sent - seen > LATE_MS) late.line++;
      late.mostMs = Math.max(late.mostMs, sent - due);
      if (failure === undefined) return addAnswer(sample);
      windowAt(due).failed++;
      failures[failure] = (failures[failure] ?? 0) + 1;
    },
    dropped(due) {
      const window = windowAt(due);
      window.asked++;
      window.dropped++;
    },
    measured: () => {
      const total = (of: 'asked' | 'failed' | 'dropped') => windows.reduce((sum, one) => sum + one[of], 0);
      return {
        seconds: (end - start) / 1000,
        asked: total('asked'),
        answered,
        failed: total('failed'),
        dropped: total('dropped'),
        failures: { ...failures },
        latency: percentilesOf(latency),
        service: percentilesOf(service),
        late: { ...late },
        windowSeconds,
        windows: windows.map((window, index) => closed(window, index * windowSeconds)),
      };
    },
  };
}

const microseconds = (digits: 2 | 3): Histogram => build({ numberOfSignificantValueDigits: digits });
const inMicroseconds = (milliseconds: number): number => Math.max(0, Math.round(milliseconds * 1000));

function percentilesOf(histogram: Histogram): Percentiles {
  const at = (percent: number): number => histogram.getValueAtPercentile(percent) / 1000;
  return {
    p50: at(50),
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    max: at(100),
    mean: histogram.totalCount === 0 ? 0 : histogram.mean / 1000,
  };
}

function closed({ latency, ...counts }: OpenWindow, at: number): Window {
  const value = (percent: number): number | undefined =>
    latency.totalCount === 0 ? undefined : latency.getValueAtPercentile(percent) / 1000;
  return { at, ...counts, p50: value(50), p99: value(99), max: value(100) };
}
