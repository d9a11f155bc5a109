/** Pods that ended before they were ready: the next start waits longer each time, and at some point nobody waits for it. */
import { Killed } from './probe.ts';

/** A revision whose pods ended so many times in a row before they were ready answers 503 instead of waiting. */
export const MAX_CRASHES = 3;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5000;

export class Crashes {
  private inARow = 0;
  private notBefore = 0;
  private last: Error | undefined;

  get isPausing(): boolean {
    return Date.now() < this.notBefore;
  }

  get areMany(): boolean {
    return this.inARow >= MAX_CRASHES;
  }

  /** Why the last one ended, when they were many. */
  get reason(): string | undefined {
    return this.areMany ? this.last?.message : undefined;
  }

  /** A pod that somebody killed says nothing of those to come. @returns milliseconds until the next start */
  count(error: Error): number {
    if (!(error instanceof Killed)) {
      this.inARow++;
      this.last = error;
    }
    const pause = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.inARow);
    this.notBefore = Date.now() + pause;
    return pause;
  }

  recovered(): void {
    this.inARow = 0;
  }
}
