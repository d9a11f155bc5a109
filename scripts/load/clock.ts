/** Time as the drivers see it: the machine's, or a test's own. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds from any beginning; it never goes back. */
  now(): number;
  /** Resolves at that time or a little later, never at once. */
  until(at: number): Promise<void>;
}

export const machineClock: Clock = {
  now: () => performance.now(),
  until: (at) => pause(Math.max(1, Math.floor(at - performance.now()))),
};
