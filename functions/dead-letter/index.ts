/** dead-letter: keeps what a broker could not deliver, so that it can be replayed. */
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database } from '../../shared/runtime/resources.ts';
import { traceFrom } from '../../shared/runtime/trace.ts';
import { keep } from './keep.ts';
import { letterOf } from './letter.ts';

/** Brokers take no event of this size. */
const LIMIT = 64 * 1024 * 1024;

async function onDeadLetter(request: HttpRequest): Promise<Answer> {
  const letter = letterOf(request.headers, await request.body(LIMIT));
  const deliveries = await keep(database(), letter);
  const { source, eventId: event, type, dataset, subject, destination, code, error } = letter;
  const trace = traceFrom(String(letter.event.traceparent ?? '')).traceId;
  logger().warn(
    {
      trace,
      event,
      source,
      type,
      dataset,
      subject,
      destination,
      code,
      error,
      deliveries,
    },
    'dead letter',
  );
  return empty(204);
}

serveRoutes('dead-letter', { 'POST /': onDeadLetter });
