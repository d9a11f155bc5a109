/** Stays until nothing is owed any more. Told so several times at once, it stays once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Trace } from '../../shared/runtime/trace.ts';

export interface Watched {
  /** Sends again what is due, and whatever else there is to mend. */
  pass(trace: Trace): Promise<void>;
  isOwed(): Promise<boolean>;
  /** Told what failed: while something is owed it is tried again after the next pause. */
  onFailure(error: unknown): void;
  /** Between two looks. */
  readonly pauseMs: number;
}

/** How a watch ended; 'joined': another one is under way, and looks once more for this one's sake. */
export type Ending = 'nothing owed' | 'still owed' | 'joined';

/** @returns what watches until the signal says that time is up */
export function watching({
  pass,
  isOwed,
  onFailure,
  pauseMs,
}: Watched): (trace: Trace, up: AbortSignal) => Promise<Ending> {
  let isWatching = false;
  let again = false;
  /** What cannot be looked at may be owed. */
  const look = async (trace: Trace): Promise<boolean> => {
    await pass(trace).catch(onFailure);
    return await isOwed().catch((error: unknown) => {
      onFailure(error);
      return true;
    });
  };
  const watch = async (trace: Trace, up: AbortSignal): Promise<Ending> => {
    do {
      again = false;
      while (await look(trace)) {
        if (up.aborted) return 'still owed';
        await sleep(pauseMs, undefined, { signal: up }).catch(() => {});
      }
    } while (again);
    return 'nothing owed';
  };
  return async (trace, up) => {
    again = true;
    if (isWatching) return 'joined';
    isWatching = true;
    return await watch(trace, up).finally(() => {
      isWatching = false;
    });
  };
}
