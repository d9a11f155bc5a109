/**
 * Open loop: requests come at their own times, whether or not earlier ones were answered, as those of many people do.
 * Latency is counted from the time at which a request was due, so that an answer that keeps later requests waiting
 * counts for each of them (Tene, "How NOT to Measure Latency", 2013: there is no coordinated omission).
 */
import { arrivals, type Phase } from './arrivals.ts';
import type { Clock } from './clock.ts';
import type { Recorder } from './recorder.ts';

/** Sends one request. @returns undefined when the answer was right, else in a word what was wrong; never throws */
export type Send = () => Promise<string | undefined>;

export interface OpenLoop {
  readonly phases: readonly Phase[];
  /** Requests that may be under way at once; those that are due meanwhile wait in line. */
  readonly connections: number;
  /** How long a request waits in line for a connection before it is given up, in milliseconds. */
  readonly patienceMs: number;
  readonly send: Send;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** Timers have milliseconds: who is due within half of one goes now, so that starts are early as often as late. */
const EARLY_MS = 0.5;

/** Resolves when the last request that was sent has been answered. */
export async function openLoop(options: OpenLoop): Promise<void> {
  const { phases, clock } = options;
  const line = waitingLine(options);
  const start = clock.now();
  const times = arrivals(phases);
  for (let next = times.next(); !next.done; ) {
    const now = clock.now();
    for (; !next.done && start + next.value <= now + EARLY_MS; next = times.next())
      line.take(start + next.value);
    if (!next.done) await clock.until(start + next.value);
  }
  await line.empty();
}

interface Waiting {
  readonly due: number;
  readonly seen: number;
}

/** Keeps at most so many requests under way, the rest in the order in which they came. */
function waitingLine({ connections, patienceMs, send, recorder, clock }: OpenLoop) {
  const line: Waiting[] = [];
  let first = 0;
  let busy = 0;
  let emptied: (() => void) | undefined;

  const next = (): Waiting | undefined => {
    while (first < line.length) {
      const waiting = line[first++] as Waiting;
      if (first === line.length) first = line.length = 0;
      if (clock.now() - waiting.due <= patienceMs) return waiting;
      recorder.dropped(waiting.due);
    }
    return undefined;
  };
  const work = async (waiting: Waiting): Promise<void> => {
    busy++;
    for (let one: Waiting | undefined = waiting; one; one = next()) {
      const sent = clock.now();
      const failure = await send();
      recorder.add({ ...one, sent, ended: clock.now(), failure });
    }
    busy--;
    if (busy === 0) emptied?.();
  };
  return {
    take(due: number): void {
      const seen = clock.now();
      if (busy < connections) void work({ due, seen });
      else line.push({ due, seen });
    },
    empty: (): Promise<void> =>
      busy === 0 ? Promise.resolve() : new Promise((resolve) => (emptied = resolve)),
  };
}
