/** A clock for tests: time goes on only when everybody waits, and then at once to whoever is next. */
import type { Clock } from '../../scripts/load/clock.ts';

export interface TestClock extends Clock {
  /** Lets time go on until the promise is settled. */
  run<T>(work: Promise<T>): Promise<T>;
  /** From then on nobody is woken for so long, as when a process is not given the processor. */
  stall(at: number, milliseconds: number): void;
}

export function testClock(): TestClock {
  let now = 0;
  const waiting: { at: number; wake: () => void }[] = [];
  const stalls: { at: number; until: number }[] = [];
  const afterStalls = (at: number): number =>
    stalls.reduce((time, stall) => (time >= stall.at && time < stall.until ? stall.until : time), at);
  return {
    now: () => now,
    until: (at) => new Promise((wake) => waiting.push({ at: afterStalls(Math.max(at, now)), wake })),
    stall: (at, milliseconds) => stalls.push({ at, until: at + milliseconds }),
    run: async (work) => {
      let settled = false;
      const end = (): void => {
        settled = true;
      };
      work.then(end, end);
      for (;;) {
        await new Promise(setImmediate);
        if (settled) return await work;
        const next = waiting.reduce((first, one) => (one.at < first.at ? one : first), waiting[0] ?? stuck());
        waiting.splice(waiting.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}

function stuck(): never {
  throw new Error('nobody waits for a time, and the work is not done');
}
