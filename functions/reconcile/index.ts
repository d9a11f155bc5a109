/**
 * reconcile: sends again what stalled, closes trainings that stand still, and mends what is to say the same as the tables
 * of production. Once on a ping of the clock; told that work is owed, until nothing is.
 */
import { datasets } from '../../shared/datasets/index.ts';
import { BadEvent, PassingError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { workOwed } from '../../shared/events/types.ts';
import { readEvent } from '../../shared/events/wire.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, empty, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { apiOptions, hasApi, knativeApi } from '../../shared/runtime/knative/api.ts';
import { type Logger, logger } from '../../shared/runtime/log.ts';
import { sendOverdue } from '../../shared/runtime/outbox.ts';
import { isWorkOwed } from '../../shared/runtime/owed.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { tellOwed } from '../../shared/runtime/tell-owed.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { handling } from '../../shared/runtime/tracing/events.ts';
import { noteDamage } from '../../shared/tracking/damage.ts';
import { projectPointer } from '../../shared/tracking/production.ts';
import { abandonTrainings } from './abandon.ts';
import { type Adopting, adoptTraffic } from './adopt.ts';
import { areKeysOwed, mendKeys } from './keys.ts';
import { type Pass, startPass } from './pass.ts';
import { lostEvents, resend } from './resend.ts';
import { watching } from './watch.ts';

/** Seconds after which an event that was never sent is late: a stage sends within moments of its commit. */
const OVERDUE_SECONDS = 30;
/** Of an answer. */
const MOST = 1000;

/** Its request may last 600 s. */
const BUDGET_MS = 480_000;
/** Between two looks. */
const PAUSE_MS = 5000;

/** On SIGTERM a watch ends: the next pod goes on with it. */
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());

const watch = watching({
  pass: (trace: Trace) => reconcile(trace, configuration().RECONCILE_AFTER_SECONDS),
  isOwed: async () => (await isWorkOwed(database())) || (await areKeysOwed(database())),
  onFailure: (error) => logger().warn({ error: (error as Error).message }, 'not all could be done'),
  pauseMs: PAUSE_MS,
});

async function onEvent(request: HttpRequest, body: Buffer): Promise<Answer> {
  const event = readEvent(request.headers, body);
  return await handling(event, ({ trace }) =>
    event.type === workOwed.type ? untilNothingIsOwed(trace) : atOnce(event, trace),
  );
}

/**
 * What is owed after all this time is told anew, so that no request lasts for ever. But for keys that could not be
 * published: whatever keeps them from it, the rare look comes back to them.
 */
async function untilNothingIsOwed(trace: Trace): Promise<Answer> {
  const ending = await watch(trace, AbortSignal.any([stopping.signal, AbortSignal.timeout(BUDGET_MS)]));
  if (ending === 'still owed' && (await isWorkOwed(database()).catch(() => true))) await tell();
  return empty(204);
}

/** The clock's: one pass, and a look at the files of what is served, which takes longer. @throws PassingError when something could not be done: all else was, and it is tried again */
async function atOnce(event: Event, trace: Trace): Promise<Answer> {
  await reconcile(trace, secondsIn(event) ?? configuration().RECONCILE_AFTER_SECONDS, { thorough: true });
  if (await isWorkOwed(database())) await tell();
  return empty(204);
}

async function tell(): Promise<void> {
  await tellOwed('reconcile', requiredSink()).catch((error: Error) => {
    throw new PassingError(`work is owed, and nobody can be told: ${error.message}`);
  });
}

function requiredSink(): string {
  const { K_SINK: sink } = configuration();
  if (!sink) throw new PassingError('K_SINK is not set: there is nowhere to send events');
  return sink;
}

/** @throws PassingError when something could not be done: all else was done */
async function reconcile(trace: Trace, lostAfter: number, { thorough = false } = {}): Promise<void> {
  const log = logger().child({ trace: trace.traceId, span: trace.spanId });
  const pass = startPass(log);
  await passOver(pass, { sql: database(), sink: requiredSink(), log, trace, lostAfter });
  if (thorough) await pass.each('damaged', names, (name) => lookForDamage(log, name));
  const { done, failures } = pass;
  log.info({ ...done, failures: failures.length }, 'reconciled');
  if (failures.length > 0)
    throw new PassingError(`not all could be done: ${failures.join('; ').slice(0, MOST)}`);
}

interface Passing extends Omit<Adopting, 'api'> {
  /** Seconds. */
  readonly lostAfter: number;
}

async function passOver({ each, once }: Pass, passing: Passing): Promise<void> {
  const { sql, sink, lostAfter } = passing;
  const { TRAINING_HOURS, INGEST_URL: ingest } = configuration();
  const api = hasApi(configuration()) ? knativeApi(apiOptions(configuration())) : undefined;
  const lost = () => lostEvents(sql, lostAfter);
  const sinks = { pipeline: sink, ingest };
  await once('abandoned', () => abandonTrainings(sql, TRAINING_HOURS));
  await each('pointers', names, (name) => projectPointer(sql, objects(), name));
  await once('keys', () => mendKeys(sql));
  // What needs the broker comes last: it may be away, and slow to say so. What is sent only now is not lost yet.
  await each('lost', lost, (one) => resend(sql, sinks, one));
  if (api) await each('adopted', names, (name) => adoptTraffic({ ...passing, api }, name));
  await once('overdue', () => sendOverdue(sql, sinks, Math.min(OVERDUE_SECONDS, lostAfter)));
}

const names = (): string[] => datasets().map(({ name }) => name);

/** @returns whether there is any: a person has to look, as nobody else has the file as it was */
async function lookForDamage(log: Logger, dataset: string): Promise<boolean> {
  const damage = await noteDamage(database(), objects(), dataset);
  if (damage) log.error({ dataset, damage }, 'the model in production is damaged');
  return damage !== undefined;
}

/** A ping may say `{"afterSeconds": 0}`: after a restart of a broker in memory, all that is not done is lost. */
function secondsIn({ data }: Event): number | undefined {
  const seconds = (data as { afterSeconds?: unknown } | null | undefined)?.afterSeconds;
  if (seconds === undefined) return undefined;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new BadEvent(`afterSeconds is ${JSON.stringify(seconds)}, expected a number from 0 to 86400`);
}

serveRoutes('reconcile', { 'POST /': { needs: 'event', body: 'bytes', handle: onEvent } });
