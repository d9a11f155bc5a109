/** retain: on its nightly ping, forgets what has served its purpose; shared/tracking/retention/policy.ts says what. */
import { PassingError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { readEvent } from '../../shared/events/wire.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { handling } from '../../shared/runtime/tracing/events.ts';
import { forget } from '../../shared/tracking/retention/retention.ts';

/** Its request may last 600 s: what is left then is for the next night. */
const BUDGET_MS = 480_000;

async function onPing(request: HttpRequest, body: Buffer): Promise<Answer> {
  const event = readEvent(request.headers, body);
  return await handling(event, ({ trace }) => retain(event, trace));
}

async function retain(event: Event, { traceId, spanId }: Trace): Promise<Answer> {
  const signal = AbortSignal.timeout(BUDGET_MS);
  const stores = { sql: database(), objects: objects() };
  const forgotten = await forget(stores, configuration(), { signal });
  const failed = forgotten.filter(({ error }) => error !== undefined && !signal.aborted);
  const level = failed.length > 0 ? 'error' : 'info';
  logger()[level]({ trace: traceId, span: spanId, event: event.id, forgotten }, 'forgotten');
  if (failed.length > 0)
    throw new PassingError(`not everything could be forgotten: ${failed.map(lineOf).join('; ')}`);
  return empty(204);
}

const lineOf = ({ what, error }: { readonly what: string; readonly error?: string }): string =>
  `${what}: ${error}`;

serveRoutes('retain', { 'POST /': { needs: 'event', body: 'bytes', handle: onPing } });
