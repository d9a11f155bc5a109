/** What a change that a request asks for is made with. */
import { configuration } from '../configuration.ts';
import { HttpError, type HttpRequest } from '../http/http.ts';
import { logger } from '../log.ts';
import { database } from '../resources.ts';
import { traceOf } from '../tracing/request.ts';
import type { Changing } from './recorded.ts';

/** @param from name of the function */
export const changingFrom = (from: string, request: HttpRequest): Changing => ({
  from,
  sql: database(),
  sink: configuration().K_SINK,
  log: logger(),
  trace: traceOf(request),
  principal: request.principal,
});

/** @throws HttpError 503 when there is no broker to ask by */
export function askingFrom(from: string, request: HttpRequest): Changing {
  if (!configuration().K_SINK) throw new HttpError(503, 'K_SINK is not set: there is no broker to ask');
  return changingFrom(from, request);
}
