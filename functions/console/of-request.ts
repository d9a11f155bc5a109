/** What a change that a request asks for is made with. */
import { configuration } from '../../shared/runtime/configuration.ts';
import { HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database } from '../../shared/runtime/resources.ts';
import { traceOf } from '../../shared/runtime/tracing/request.ts';
import type { Changing } from './recorded.ts';

export const changing = (request: HttpRequest): Changing => ({
  sql: database(),
  sink: configuration().K_SINK,
  log: logger(),
  trace: traceOf(request),
  principal: request.principal,
});

/** @throws HttpError 503 when there is no broker to ask by */
export function asking(request: HttpRequest): Changing {
  if (!configuration().K_SINK) throw new HttpError(503, 'K_SINK is not set: there is no broker to ask');
  return changing(request);
}
