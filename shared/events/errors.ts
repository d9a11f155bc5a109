/**
 * How a failure is told to whoever sent an event or a request (the status contract): a permanent failure goes to
 * dead letters at once, a passing one is tried again.
 */

/** Will never work: 422. The message says what was wrong, what was expected, and what to do. */
export class PermanentError extends Error {
  override readonly name: string = 'PermanentError';
  readonly status: number = 422;
}

/** Not an event at all, or not one for this function: 400. */
export class BadEvent extends PermanentError {
  override readonly name = 'BadEvent';
  override readonly status = 400;
}

/** May work later (a database or a store away, a lock held): 503. */
export class PassingError extends Error {
  override readonly name = 'PassingError';
  readonly status = 503;
}

/**
 * What an event is about (a batch, a run, a version) is there no longer: its data set was reset. The event is taken,
 * with nothing written and nothing emitted, and the log says why.
 */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** The status that a broker gets for a failure: what is not known to be permanent is tried again. */
export function statusOf(error: unknown): number {
  if (error instanceof PermanentError || error instanceof PassingError) return error.status;
  return 500;
}
