/** One pass over many things: each by itself. What fails is told at the end, and holds up nothing that comes after it. */
import type { Logger } from '../../shared/runtime/log.ts';

export interface Pass {
  /** How much was done, by what it was. */
  readonly done: Readonly<Record<string, number>>;
  /** What could not be done, in words. */
  readonly failures: readonly string[];
  /**
   * Does something about each item, one after the other.
   * @param work says how much it did, or whether anything
   */
  each<T>(what: string, items: () => Promise<readonly T[]> | readonly T[], work: Work<T>): Promise<void>;
  /** Does one thing. */
  once(what: string, work: () => Promise<number>): Promise<void>;
}

type Work<T> = (item: T) => Promise<boolean | number>;

/** So long may one kind of thing take: a broker that is silent must not take the time of all else. */
const BUDGET_MS = 60_000;

export function startPass(log: Logger, budgetMs = BUDGET_MS): Pass {
  const done: Record<string, number> = {};
  const failures: string[] = [];
  const attempt = async <R>(what: string, work: () => Promise<R> | R): Promise<R | undefined> => {
    try {
      return await work();
    } catch (error) {
      const { message, stack } = error as Error;
      failures.push(`${what}: ${message}`);
      log.warn({ what, error: message, stack }, 'not reconciled');
      return undefined;
    }
  };
  const each: Pass['each'] = async (what, items, work) => {
    const end = Date.now() + budgetMs;
    let count = 0;
    for (const item of (await attempt(what, items)) ?? []) {
      if (Date.now() > end) {
        failures.push(`${what}: the rest waits for the next pass`);
        break;
      }
      count += Number((await attempt(what, () => work(item))) ?? 0);
    }
    done[what] = count;
  };
  return { done, failures, each, once: (what, work) => each(what, () => [what], work) };
}
