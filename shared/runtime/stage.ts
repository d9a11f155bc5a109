/**
 * A stage of the chain: a handler of one type of event, whose effects happen exactly once.
 *
 * The handler runs in one transaction, under a lock on the event's identity. What it writes, the mark that it is
 * done and the events it emits are committed together; a second delivery finds the mark and only sends what is
 * unsent. Long work (a fit) comes before the first write: until then the transaction holds the lock and nothing else.
 */
import type { Dataset } from '../datasets/declaration.ts';
import { datasetNamed } from '../datasets/index.ts';
import { PassingError, PermanentError } from '../events/errors.ts';
import { type DataOf, derivedId, type Event, type EventType } from '../events/event.ts';
import { checkData, MAX_EVENT_BYTES } from '../events/wire.ts';
import type { Sql, Transaction } from '../store/database.ts';
import type { ObjectStore } from '../store/objects.ts';
import type { Logger } from './log.ts';
import { stageSeconds } from './metrics.ts';
import { type Cause, owe, sendOwed } from './outbox.ts';
import { type Trace, traceFrom, traceHeaders } from './trace.ts';

export interface StageContext {
  readonly event: Event;
  readonly dataset: Dataset;
  /** The stage's transaction. */
  readonly sql: Transaction;
  readonly objects: ObjectStore;
  readonly log: Logger;
  /** Where in its trace the handling is: what it causes has this for its parent. */
  readonly trace: Trace;
  /** Owes an event: it is sent when the transaction has been committed. */
  emit<T extends EventType>(type: T, data: DataOf<T>, attributes?: Attributes): void;
}

/** What an emitted event may say in its envelope; the rest follows from its cause. */
export interface Attributes {
  readonly subject?: string;
  readonly train?: 'true' | 'false';
}

/** What a stage needs of its process; a test gives its own. */
export interface StageResources {
  readonly sql: Sql;
  readonly objects: ObjectStore;
  readonly log: Logger;
  /** K_SINK. Without one nothing can be emitted. */
  readonly sink: string | undefined;
  /** That of the span of the handling; default the event's own. */
  readonly trace?: Trace;
}

export interface Stage {
  readonly name: string;
  readonly on: EventType;
  /** @throws PermanentError for what will never work; anything else may be tried again. */
  take(event: Event, resources: StageResources): Promise<Outcome>;
}

export type Outcome = 'done' | 'done before';

/** Longer than any stage takes; a delivery that waits longer for its twin is told to come back. */
const LOCK_TIMEOUT = '120s';

export function stage<T extends EventType>(
  name: string,
  on: T,
  handle: (data: DataOf<T>, context: StageContext) => Promise<void>,
): Stage {
  return {
    name,
    on,
    async take(received, resources) {
      const event = checkData(on, received);
      const dataset = datasetOf(event);
      const cause: Cause = { stage: name, source: event.source, id: event.id };
      const started = performance.now();
      const measure = stageSeconds.startTimer({ stage: name });
      try {
        await begun(resources.sql, cause, event);
        const outcome = await once(resources, cause, event, dataset, handle as Handle);
        if (resources.sink) await sendOwed(resources.sql, cause, resources.sink);
        measure({ outcome: outcome === 'done' ? 'done' : 'repeated' });
        resources.log.info(
          { stage: name, outcome, milliseconds: Math.round(performance.now() - started) },
          'stage',
        );
        return outcome;
      } catch (error) {
        measure({ outcome: error instanceof PermanentError ? 'refused' : 'failed' });
        await failed(resources, cause, error);
        throw error;
      }
    },
  };
}

type Handle = (data: unknown, context: StageContext) => Promise<void>;

function datasetOf(event: Event): Dataset {
  if (!event.dataset)
    throw new PermanentError(`the event has no extension attribute "dataset" (header ce-dataset)`);
  try {
    return datasetNamed(event.dataset);
  } catch (cause) {
    throw new PermanentError((cause as Error).message, { cause });
  }
}

/** Makes visible that the event is being handled; the handling itself shows only when committed. */
async function begun(sql: Sql, cause: Cause, event: Event): Promise<void> {
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status)
    values (${cause.stage}, ${cause.source}, ${cause.id}, ${event.type}, ${event.dataset ?? null},
            ${event.subject ?? null}, 'running')
    on conflict (stage, source, event_id) do update
      set status = 'running', attempts = marea.stages.attempts + 1 where marea.stages.status <> 'done'`;
}

async function once(
  { sql, objects, log, sink, trace: given }: StageResources,
  cause: Cause,
  event: Event,
  dataset: Dataset,
  handle: Handle,
): Promise<Outcome> {
  const trace = given ?? traceFrom(event);
  const outcome = await sql.begin(async (tx) => {
    await tx.unsafe(
      `set local lock_timeout = '${LOCK_TIMEOUT}'; set local idle_in_transaction_session_timeout = 0`,
    );
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${cause.stage}\n${cause.source}\n${cause.id}`}, 0))`;
    const [mark] = await tx<{ status: string }[]>`
      select status from marea.stages
      where stage = ${cause.stage} and source = ${cause.source} and event_id = ${cause.id}`;
    if (mark?.status === 'done') return 'done before';
    const { emit, emitted } = emitter(cause, event, trace);
    await handle(event.data, { event, dataset, sql: tx, objects, log, trace, emit });
    if (emitted.length > 0 && !sink)
      throw new PassingError('K_SINK is not set: there is nowhere to send events');
    await owe(tx, cause, emitted);
    await tx`
      update marea.stages set status = 'done', error = null, ended_at = clock_timestamp()
      where stage = ${cause.stage} and source = ${cause.source} and event_id = ${cause.id}`;
    return 'done';
  });
  return outcome as Outcome;
}

function emitter(cause: Cause, event: Event, trace: Trace): { emit: StageContext['emit']; emitted: Event[] } {
  const emitted: Event[] = [];
  const emit: StageContext['emit'] = (type, data, attributes = {}) => {
    const bytes = Buffer.byteLength(JSON.stringify(data));
    if (bytes > MAX_EVENT_BYTES)
      throw new Error(
        `${type.type} would carry ${bytes} bytes, at most ${MAX_EVENT_BYTES}: put them into the object store`,
      );
    const index = emitted.filter((other) => other.type === type.type).length;
    emitted.push({
      id: derivedId(cause, type.type, index),
      source: `/marea/${cause.stage}`,
      type: type.type,
      time: new Date().toISOString(),
      dataset: event.dataset,
      ...(event.subject ? { subject: event.subject } : {}),
      ...attributes,
      ...traceHeaders(trace),
      data,
    });
  };
  return { emit, emitted };
}

/** Notes why; when even that fails (the database is away), the first error is the one to tell. */
async function failed({ sql, log }: StageResources, cause: Cause, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  try {
    await sql`
      update marea.stages set error = ${message.slice(0, 2000)},
        status = ${error instanceof PermanentError ? 'failed' : 'running'}
      where stage = ${cause.stage} and source = ${cause.source} and event_id = ${cause.id} and status <> 'done'`;
  } catch (cause) {
    log.warn({ error: (cause as Error).message }, 'the failure of a stage could not be noted');
  }
}
