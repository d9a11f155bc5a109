/** Takes an event for the ingest broker, so that who uploads a file here can offer it here too. */
import { type Answer, HttpError, type HttpRequest } from '../../shared/runtime/http.ts';
import { send } from '../../shared/runtime/send.ts';
import { readTrace, type Trace, traceHeaders } from '../../shared/runtime/trace.ts';
import { traceOf } from '../../shared/runtime/tracing/request.ts';

/** The broker answers when the batch is durable: that may take as long as a request may here. */
const TIMEOUT_MS = 590_000;

/** @returns the broker's own answer. @throws HttpError 503 when it cannot be reached */
export async function passOn(
  request: HttpRequest,
  body: Buffer,
  broker: string | undefined,
): Promise<Answer> {
  if (!broker) throw new HttpError(503, 'INGEST_URL is not set: there is no broker to pass events to');
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && (name === 'content-type' || name.startsWith('ce-')) ? [[name, value]] : [],
  );
  try {
    const { status, text } = await send(broker, {
      method: 'POST',
      headers: Object.fromEntries([...headers, ...Object.entries(traceHeaders(traceOfEvent(request)))]),
      body,
      timeoutMs: TIMEOUT_MS,
    });
    return { status, body: text };
  } catch (cause) {
    throw new HttpError(503, `the ingest broker does not answer: ${(cause as Error).message}`);
  }
}

/** The event's own trace; for one without, the request's goes on. */
function traceOfEvent(request: HttpRequest): Trace {
  const attribute = (name: string): string | undefined => request.headers[`ce-${name}`]?.toString();
  const own = { traceparent: attribute('traceparent'), tracestate: attribute('tracestate') };
  return readTrace(own) ?? traceOf(request);
}
