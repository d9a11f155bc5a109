/** W3C trace context: one trace follows a batch from the producer's POST to the rollout. */
import { randomBytes } from 'node:crypto';

/** The two attributes (or headers) that carry a trace: https://www.w3.org/TR/trace-context/. */
export interface TraceHeaders {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** A place in a trace: what comes from here has it for its parent. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether spans of this trace are to be kept. */
  readonly sampled: boolean;
  /** What other tracing systems have to say, passed on as it is. */
  readonly tracestate?: string;
  /** To be sent with what follows from this. */
  readonly traceparent: string;
}

/** Version, trace id, parent id, flags. Versions after 00 may have more to say, after a dash; ff is none. */
const FORM = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** Visible ASCII and spaces; at least this much has to be passed on, more need not be. */
const STATE = /^[\x20-\x7e]{1,512}$/;
const SAMPLED = 1;

/** @returns undefined when the traceparent is absent or malformed; a malformed tracestate is left out */
export function readTrace({ traceparent, tracestate }: TraceHeaders): Trace | undefined {
  const [, version, traceId, spanId, flags, more] = FORM.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || (version === '00' && more !== undefined)) return undefined;
  const sampled = (Number.parseInt(flags ?? '', 16) & SAMPLED) === SAMPLED;
  return placeIn(traceId, spanId, sampled, tracestate);
}

export function placeIn(traceId: string, spanId: string, sampled: boolean, tracestate?: string): Trace {
  return {
    traceId,
    spanId,
    sampled,
    traceparent: `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`,
    ...(tracestate && STATE.test(tracestate) ? { tracestate } : {}),
  };
}

/** A trace that begins here. */
export function newTrace(): Trace {
  return placeIn(randomBytes(16).toString('hex'), randomBytes(8).toString('hex'), true);
}

/** Continues the trace that these tell of, or begins one. */
export const traceFrom = (headers: TraceHeaders): Trace => readTrace(headers) ?? newTrace();

/** As headers of HTTP, or as attributes of an event. */
export function traceHeaders({ traceparent, tracestate }: Trace): {
  traceparent: string;
  tracestate?: string;
} {
  return { traceparent, ...(tracestate ? { tracestate } : {}) };
}
