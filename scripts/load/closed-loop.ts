/**
 * Closed loop: so many connections, each of which asks, waits for the answer, perhaps rests, and asks again. It finds
 * out how much can be answered at all; its latencies flatter, as a slow service is asked less.
 */
import type { Clock } from './clock.ts';
import type { Send } from './open-loop.ts';
import type { Recorder } from './recorder.ts';

export interface ClosedLoop {
  readonly connections: number;
  readonly seconds: number;
  /** How long a connection rests after an answer, in milliseconds. */
  readonly restMs: number;
  readonly send: Send;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** Resolves when every connection has had its last answer. */
export async function closedLoop(options: ClosedLoop): Promise<void> {
  const { connections, seconds, restMs, send, recorder, clock } = options;
  const end = clock.now() + seconds * 1000;
  const connection = async (): Promise<void> => {
    while (clock.now() < end) {
      const sent = clock.now();
      const failure = await send();
      recorder.add({ due: sent, seen: sent, sent, ended: clock.now(), failure });
      if (restMs > 0) await clock.until(clock.now() + restMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
}
