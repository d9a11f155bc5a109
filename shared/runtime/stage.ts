/**
 * A stage of the chain: a handler of one type of event, whose effects happen exactly once.
 *
 * The handler runs in one transaction, under a lock on the event's identity. What it writes, the mark that it is
 * done and the events it emits are committed together; a second delivery finds the mark and only sends what is
 * unsent. Long work (a fit) comes before the first write: until then the transaction holds the lock and nothing else.
 * While a stage writes, it shares the lock of its data set, which a reset wants alone (see store/locks.ts); one of long
 * work takes it when it begins to write, and hears then whether the data set was reset meanwhile.
 * One that Postgres ends because of others is tried again as a whole, while the delivery has time for it.
 */
import type { Dataset } from '../datasets/declaration.ts';
import { datasetNamed } from '../datasets/index.ts';
import { PermanentError } from '../events/errors.ts';
import type { DataOf, Event, EventType } from '../events/event.ts';
import { checkData } from '../events/wire.ts';
import { refusedData } from '../store/refused-data.ts';
import type { Settle, StageContext, StageResources } from './context.ts';
import { begun, notDone } from './mark.ts';
import { stageSeconds } from './metrics.ts';
import { type Handle, type Outcome, once } from './once.ts';
import { type Cause, sendOwed } from './outbox.ts';

export type { Settle, StageContext, StageResources } from './context.ts';

/** What a stage takes, and all that it may emit. */
export interface Declared<On extends EventType = EventType, Emits extends EventType = EventType> {
  /** That of its function. */
  readonly name: string;
  readonly on: On;
  readonly emits: readonly Emits[];
  /** It works for long before it writes, and calls `hold` in between. */
  readonly longWork?: boolean;
}

export interface Stage extends Declared {
  /** @throws PermanentError for what will never work; anything else may be tried again. */
  take(event: Event, resources: StageResources): Promise<Outcome>;
}

export function stage<On extends EventType, Emits extends EventType>(
  declared: Declared<On, Emits>,
  handle: (data: DataOf<On>, context: StageContext<Emits>) => Promise<void>,
  settle: Settle = async () => {},
): Stage {
  const { name, on, longWork = false } = declared;
  return {
    ...declared,
    async take(received, resources) {
      const event = checkData(on, received);
      const dataset = datasetOf(event);
      const cause: Cause = { stage: name, source: event.source, id: event.id };
      const started = performance.now();
      const measure = stageSeconds.startTimer({ stage: name });
      try {
        await begun(resources.sql, cause, event);
        const outcome = await once(resources, { cause, event, dataset, longWork, handle: handle as Handle });
        await settle({ sql: resources.sql, objects: resources.objects, dataset });
        if (resources.sink) await sendOwed(resources.sql, cause, resources.sink);
        measure({ outcome: outcome === 'done before' ? 'repeated' : outcome });
        resources.log.info(
          { stage: name, outcome, milliseconds: Math.round(performance.now() - started) },
          'stage',
        );
        return outcome;
      } catch (thrown) {
        const error = refusedForGood(thrown);
        measure({ outcome: error instanceof PermanentError ? 'refused' : 'failed' });
        await failed(resources, cause, error);
        throw error;
      }
    },
  };
}

function datasetOf(event: Event): Dataset {
  if (!event.dataset)
    throw new PermanentError(`the event has no extension attribute "dataset" (header ce-dataset)`);
  try {
    return datasetNamed(event.dataset);
  } catch (cause) {
    throw new PermanentError((cause as Error).message, { cause });
  }
}

/** What the database refuses for what is in it would be refused again. */
function refusedForGood(error: unknown): unknown {
  const refusal = error instanceof PermanentError ? undefined : refusedData(error);
  return refusal === undefined
    ? error
    : new PermanentError(`what the event tells cannot be kept: ${refusal}`, { cause: error });
}

/** Notes why; when even that fails (the database is away), the first error is the one to tell. */
async function failed({ sql, log }: StageResources, cause: Cause, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  try {
    await notDone(sql, cause, error instanceof PermanentError ? 'failed' : 'running', message);
  } catch (cause) {
    log.warn({ error: (cause as Error).message }, 'the failure of a stage could not be noted');
  }
}
