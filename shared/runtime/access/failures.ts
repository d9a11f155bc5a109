/**
 * Wrong credentials, counted by the address that shows them. It is told to wait after some of them in a minute; a right
 * one is taken all the same, so that who shares an address with somebody who fails is not shut out: what is as long as
 * a key is not guessed, however fast.
 */

export interface Failures {
  /** Counts one more. @returns whole seconds to wait; 0 while there were few */
  add(address: string): number;
}

export interface FailuresOptions {
  /** Of one address in a window, before it is told to wait. */
  readonly most?: number;
  readonly windowMs?: number;
  /** Kept at most; of more the one that has not failed for longest is forgotten. */
  readonly addresses?: number;
  readonly now?: () => number;
}

interface Window {
  readonly began: number;
  readonly count: number;
}

export function countFailures({
  most = 10,
  windowMs = 60_000,
  addresses = 10_000,
  now = Date.now,
}: FailuresOptions = {}): Failures {
  // In the order of their last failure.
  const windows = new Map<string, Window>();
  return {
    add(address) {
      const { began, count } = oneMore(windows.get(address), now(), windowMs);
      windows.delete(address);
      windows.set(address, { began, count });
      if (windows.size > addresses) forgetFirst(windows);
      return count > most ? Math.max(1, Math.ceil((began + windowMs - now()) / 1000)) : 0;
    },
  };
}

const oneMore = (before: Window | undefined, at: number, windowMs: number): Window =>
  before && at - before.began < windowMs
    ? { began: before.began, count: before.count + 1 }
    : { began: at, count: 1 };

function forgetFirst(windows: Map<string, Window>): void {
  for (const address of windows.keys()) {
    windows.delete(address);
    return;
  }
}
