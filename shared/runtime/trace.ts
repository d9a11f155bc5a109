/** W3C trace context: one trace follows a batch from the producer's POST to the rollout. */
import { randomBytes } from 'node:crypto';

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface Trace {
  readonly traceId: string;
  /** To be sent with what follows from this. */
  readonly traceparent: string;
}

/** Continues the trace of `traceparent` with a span of its own, or starts one when it is absent or malformed. */
export function traceFrom(traceparent: string | undefined): Trace {
  const traceId = FORM.exec(traceparent ?? '')?.[1] ?? randomBytes(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
}
