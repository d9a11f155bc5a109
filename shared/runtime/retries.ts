/**
 * How the brokers try again what failed in passing, as `eventing/` tells them: for those who say until when a stage that
 * fails is tried. A test holds both against each other.
 */
import { type SinkName, sinkFor } from './sinks.ts';

export interface Retries {
  /** After the first try. */
  readonly retry: number;
  /** The first comes at once, the second so many seconds after the first, the third twice as many after that. */
  readonly stepSeconds: number;
}

export const RETRIES: Readonly<Record<SinkName, Retries>> = {
  ingest: { retry: 20, stepSeconds: 1 },
  pipeline: { retry: 25, stepSeconds: 1 },
};

/**
 * When the last try of an event is due, if each fails at once: then it comes to dead letters.
 * @param attempts so far, all of which failed
 * @returns null when there were more tries than a broker makes in one go: it was sent again, and nobody knows how often
 */
export function triedUntil(type: string, attempts: number, failedAt: Date | null): Date | null {
  const { retry, stepSeconds } = RETRIES[sinkFor(type)];
  if (failedAt === null || attempts < 1 || attempts > retry) return null;
  const steps = stepsUntil(retry) - stepsUntil(attempts - 1);
  return new Date(failedAt.getTime() + steps * stepSeconds * 1000);
}

/** Of the pauses before the retries up to the nth: 0 + 1 + ... + (n - 1). */
const stepsUntil = (n: number): number => (n * (n - 1)) / 2;
