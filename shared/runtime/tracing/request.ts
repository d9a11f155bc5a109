/** The trace of an HTTP request: that of its span, else the caller's, else one that begins when it is asked for. */
import type { HttpRequest } from '../http/http.ts';
import { newTrace, readTrace, type Trace, type TraceHeaders } from '../trace.ts';
import { isTracing } from './tracing.ts';

const known = new WeakMap<HttpRequest, Trace>();

/** From now on this is the request's trace. */
export function belongsTo(request: HttpRequest, trace: Trace): void {
  known.set(request, trace);
}

/** For logs, and for what follows from the request. */
export function traceOf(request: HttpRequest): Trace {
  const found = known.get(request) ?? callersTrace(request) ?? newTrace();
  known.set(request, found);
  return found;
}

/** Only where somebody follows it: this process, or a caller that sent a traceparent. Asked for each prediction. */
export function knownTrace(request: HttpRequest): Trace | undefined {
  return (isTracing() ? known.get(request) : undefined) ?? callersTrace(request);
}

/** What the caller has sent. */
export function callersTrace({ headers }: HttpRequest): Trace | undefined {
  return headers.traceparent === undefined ? undefined : readTrace(headers as TraceHeaders);
}

/** Members of a line of the log. */
export function traced(request: HttpRequest): { readonly trace: string; readonly span: string } {
  const { traceId, spanId } = traceOf(request);
  return { trace: traceId, span: spanId };
}
