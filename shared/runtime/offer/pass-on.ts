/** Passes an event on to the ingest broker. */
import { type Answer, HttpError, type HttpRequest, json } from '../http/http.ts';
import { logger } from '../log.ts';
import { send } from '../send.ts';
import { readTrace, type Trace, traceHeaders } from '../trace.ts';
import { traced as placeOf, traceOf } from '../tracing/request.ts';
import type { Sendable } from './read.ts';

/** The broker answers when the batch is durable: that may take as long as a request may here. */
const TIMEOUT_MS = 590_000;

/**
 * @returns undefined when it has it, else what it answered. @throws HttpError 503 when it cannot be reached, or has a
 *   trouble of its own, which is for the log
 */
export async function passOn(
  request: HttpRequest,
  { headers, body }: Sendable,
  broker: string | undefined,
): Promise<Answer | undefined> {
  if (!broker)
    throw new HttpError(503, 'there is no broker to pass events to: K_SINK or INGEST_URL is not set');
  const traced = { ...headers, ...traceHeaders(traceOfEvent(request)) };
  const sent = { method: 'POST', headers: traced, body, timeoutMs: TIMEOUT_MS, within: true };
  const { status, text } = await send(broker, sent).catch((cause: Error) => {
    logger().warn({ ...placeOf(request), error: cause.message }, 'the ingest broker does not answer');
    throw new HttpError(503, 'the ingest broker does not answer: send the event again');
  });
  if (status >= 200 && status < 300) return undefined;
  if (status >= 500) {
    logger().warn({ ...placeOf(request), status, answer: text.slice(0, 1000) }, 'the ingest broker fails');
    throw new HttpError(503, `the ingest broker answered ${status}: send the event again`);
  }
  return json(
    { error: reasonIn(text) ?? `the ingest broker answered ${status}: send the event again` },
    status,
  );
}

/** The event's own trace; for one without, the request's goes on. */
function traceOfEvent(request: HttpRequest): Trace {
  const attribute = (name: string): string | undefined => request.headers[`ce-${name}`]?.toString();
  const own = { traceparent: attribute('traceparent'), tracestate: attribute('tracestate') };
  return readTrace(own) ?? traceOf(request);
}

/** The embedded platform's broker says why, as functions do; Knative's says nothing. */
function reasonIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return text.trim().slice(0, 1000) || undefined;
  }
}
