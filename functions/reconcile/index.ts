/** reconcile: on a ping, sends again what stalled, closes trainings that stand still, and prunes what is old. */
import { BadEvent, PassingError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { readEvent } from '../../shared/events/wire.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { sendOverdue } from '../../shared/runtime/outbox.ts';
import { database } from '../../shared/runtime/resources.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { handling } from '../../shared/runtime/tracing/events.ts';
import { abandonTrainings } from './abandon.ts';
import { prune } from './prune.ts';
import { resendLost } from './resend.ts';

/** Seconds after which an event that was never sent is late: a stage sends within moments of its commit. */
const OVERDUE_SECONDS = 30;

async function onPing(request: HttpRequest, body: Buffer): Promise<Answer> {
  const event = readEvent(request.headers, body);
  return await handling(event, ({ trace }) => reconcile(event, trace));
}

async function reconcile(event: Event, { traceId, spanId }: Trace): Promise<Answer> {
  const {
    K_SINK: pipeline,
    INGEST_URL: ingest,
    RECONCILE_AFTER_SECONDS,
    INFERENCE_LOG_DAYS,
    TRAINING_HOURS,
  } = configuration();
  if (!pipeline) throw new PassingError('K_SINK is not set: there is nowhere to send events');
  const lostAfter = secondsIn(event) ?? RECONCILE_AFTER_SECONDS;
  const sql = database();
  const sinks = { pipeline, ingest };
  // In this order: what is sent only now is not lost yet.
  const lost = await resendLost(sql, sinks, lostAfter);
  const overdue = await sendOverdue(sql, sinks, Math.min(OVERDUE_SECONDS, lostAfter));
  const abandoned = await abandonTrainings(sql, TRAINING_HOURS);
  const pruned = await prune(sql, INFERENCE_LOG_DAYS);
  const done = { overdue, lost, abandoned, pruned };
  logger().info({ trace: traceId, span: spanId, event: event.id, ...done }, 'reconciled');
  return empty(204);
}

/** A ping may say `{"afterSeconds": 0}`: after a restart of a broker in memory, all that is not done is lost. */
function secondsIn({ data }: Event): number | undefined {
  const seconds = (data as { afterSeconds?: unknown } | null | undefined)?.afterSeconds;
  if (seconds === undefined) return undefined;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new BadEvent(`afterSeconds is ${JSON.stringify(seconds)}, expected a number from 0 to 86400`);
}

serveRoutes('reconcile', { 'POST /': { needs: 'event', body: 'bytes', handle: onPing } });
