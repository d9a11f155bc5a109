/**
 * reconcile: on a ping, sends again what stalled, closes trainings that stand still, and mends what is to say the same as
 * the tables of production.
 */
import { datasets } from '../../shared/datasets/index.ts';
import { BadEvent, PassingError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { readEvent } from '../../shared/events/wire.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http.ts';
import { apiOptions, hasApi, knativeApi } from '../../shared/runtime/knative/api.ts';
import { logger } from '../../shared/runtime/log.ts';
import { sendOverdue } from '../../shared/runtime/outbox.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { handling } from '../../shared/runtime/tracing/events.ts';
import { projectPointer } from '../../shared/tracking/production.ts';
import { abandonTrainings } from './abandon.ts';
import { type Adopting, adoptTraffic } from './adopt.ts';
import { type Pass, startPass } from './pass.ts';
import { lostEvents, resend } from './resend.ts';

/** Seconds after which an event that was never sent is late: a stage sends within moments of its commit. */
const OVERDUE_SECONDS = 30;
/** Of an answer. */
const MOST = 1000;

async function onPing(request: HttpRequest, body: Buffer): Promise<Answer> {
  const event = readEvent(request.headers, body);
  return await handling(event, ({ trace }) => reconcile(event, trace));
}

/** @throws PassingError when something could not be done, so that it is seen, and tried again: all else was done */
async function reconcile(event: Event, trace: Trace): Promise<Answer> {
  const { K_SINK: sink, RECONCILE_AFTER_SECONDS } = configuration();
  if (!sink) throw new PassingError('K_SINK is not set: there is nowhere to send events');
  const lostAfter = secondsIn(event) ?? RECONCILE_AFTER_SECONDS;
  const log = logger().child({ trace: trace.traceId, span: trace.spanId, event: event.id });
  const pass = startPass(log);
  await passOver(pass, { sql: database(), sink, log, trace, lostAfter });
  const { done, failures } = pass;
  log.info({ ...done, failures: failures.length }, 'reconciled');
  if (failures.length > 0)
    throw new PassingError(`not all could be done: ${failures.join('; ').slice(0, MOST)}`);
  return empty(204);
}

interface Passing extends Omit<Adopting, 'api'> {
  /** Seconds. */
  readonly lostAfter: number;
}

async function passOver({ each, once }: Pass, passing: Passing): Promise<void> {
  const { sql, sink, lostAfter } = passing;
  const { TRAINING_HOURS, INGEST_URL: ingest } = configuration();
  const api = hasApi(configuration()) ? knativeApi(apiOptions(configuration())) : undefined;
  const all = (): string[] => datasets().map(({ name }) => name);
  const lost = () => lostEvents(sql, lostAfter);
  const sinks = { pipeline: sink, ingest };
  await once('abandoned', () => abandonTrainings(sql, TRAINING_HOURS));
  await each('pointers', all, (name) => projectPointer(sql, objects(), name));
  // What needs the broker comes last: it may be away, and slow to say so. What is sent only now is not lost yet.
  await each('lost', lost, (one) => resend(sql, sinks, one));
  if (api) await each('adopted', all, (name) => adoptTraffic({ ...passing, api }, name));
  await once('overdue', () => sendOverdue(sql, sinks, Math.min(OVERDUE_SECONDS, lostAfter)));
}

/** A ping may say `{"afterSeconds": 0}`: after a restart of a broker in memory, all that is not done is lost. */
function secondsIn({ data }: Event): number | undefined {
  const seconds = (data as { afterSeconds?: unknown } | null | undefined)?.afterSeconds;
  if (seconds === undefined) return undefined;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new BadEvent(`afterSeconds is ${JSON.stringify(seconds)}, expected a number from 0 to 86400`);
}

serveRoutes('reconcile', { 'POST /': { needs: 'event', body: 'bytes', handle: onPing } });
