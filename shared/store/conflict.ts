/** Transactions that Postgres ends because of others that run beside them: tried again, they may well go through. */
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const CONFLICTS: Readonly<Record<string, string>> = {
  '40001': 'it could not be put in one order with others',
  '40P01': 'it and another waited for each other',
  '55P03': 'a lock was not to be had in time',
};

const TRIES = 4;
/** Two that met are not to meet again. */
const PAUSE_MS = { least: 50, more: 200 };

/** Why, when an error (or what caused it) is a conflict with another transaction; else undefined. */
export function conflictIn(error: unknown): string | undefined {
  if (error instanceof postgres.PostgresError) return CONFLICTS[error.code];
  return error instanceof Error && error.cause !== undefined ? conflictIn(error.cause) : undefined;
}

export interface Patience {
  /** It is tried again only while as much time is left as has gone. */
  readonly limitMs: number;
  onAgain?(conflict: string): void;
}

/** Runs a whole transaction, again after a conflict. @throws its last error */
export async function tryAgain<T>(transaction: () => Promise<T>, { limitMs, onAgain }: Patience): Promise<T> {
  const started = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      const conflict = conflictIn(error);
      const isLate = (performance.now() - started) * 2 > limitMs;
      if (conflict === undefined || tries === TRIES || isLate) throw error;
      onAgain?.(conflict);
      await pause(PAUSE_MS.least + Math.random() * PAUSE_MS.more);
    }
  }
}
