/** dead-letter: keeps what a broker could not deliver, so that it can be replayed. */
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database } from '../../shared/runtime/resources.ts';
import type { TraceHeaders } from '../../shared/runtime/trace.ts';
import { handling } from '../../shared/runtime/tracing/events.ts';
import { keep } from './keep.ts';
import { type DeadLetter, letterOf } from './letter.ts';

/** Brokers take no event of this size. */
const LIMIT = 64 * 1024 * 1024;

async function onDeadLetter(request: HttpRequest, body: Buffer): Promise<Answer> {
  const letter = letterOf(request.headers, body);
  const { source, eventId, type, dataset, subject, destination, code, error } = letter;
  const about = { source, type, dataset, subject, destination, code, error };
  return await handling({ ...traceIn(letter), ...about, id: eventId }, async ({ trace, fail }) => {
    const deliveries = await keep(database(), letter);
    const place = { trace: trace.traceId, span: trace.spanId };
    logger().warn({ ...place, event: eventId, ...about, deliveries }, 'dead letter');
    fail(error ?? 'dead letter');
    return empty(204);
  });
}

/** As the event tells it; here it may be anything. */
function traceIn({ event }: DeadLetter): TraceHeaders {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { traceparent: text(event.traceparent), tracestate: text(event.tracestate) };
}

serveRoutes('dead-letter', {
  'POST /': { needs: 'event', body: 'bytes', limit: LIMIT, handle: onDeadLetter },
});
