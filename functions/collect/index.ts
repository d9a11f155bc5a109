/** collect: on a ping, the next batch of the external data API. */
import { PassingError, PermanentError, statusOf } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { readEvent } from '../../shared/events/wire.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { objects } from '../../shared/runtime/resources.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { handling } from '../../shared/runtime/tracing/events.ts';
import { belongsTo } from '../../shared/runtime/tracing/request.ts';
import { collect } from './collect.ts';
import { orderOf } from './order.ts';

async function onPing(request: HttpRequest, body: Buffer): Promise<Answer> {
  const event = readEvent(request.headers, body);
  return await handling(event, ({ trace }) => {
    belongsTo(request, trace);
    return collectNow(event, trace);
  });
}

async function collectNow(event: Event, trace: Trace): Promise<Answer> {
  const order = orderOf(event);
  const { DATA_API_URL: api, K_SINK: sink } = configuration();
  if (!api) throw new PermanentError('DATA_API_URL is not set: there is no data API to collect from');
  if (!sink) throw new PassingError('K_SINK is not set: there is no broker to post a batch to');
  const { traceId, spanId } = trace;
  const log = logger().child({ trace: traceId, span: spanId, dataset: order.dataset, event: event.id });
  try {
    await collect(order, {
      api,
      sink,
      log,
      objects: objects(),
      trace,
    });
    return empty(204);
  } catch (error) {
    log.warn({ status: statusOf(error), error: (error as Error).message }, 'nothing collected');
    throw error;
  }
}

serveRoutes('collect', { 'POST /': { needs: 'event', body: 'bytes', handle: onPing } });
