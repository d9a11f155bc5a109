/** What a stage works with: what its handler is given, and what it needs of its process. */
import type { Dataset } from '../datasets/declaration.ts';
import type { Event, EventType } from '../events/event.ts';
import type { Sql, Transaction } from '../store/database.ts';
import type { ObjectStore } from '../store/objects.ts';
import type { Emit } from './emitter.ts';
import type { Logger } from './log.ts';
import type { Trace } from './trace.ts';

/** What a handler works with; `Emits` are the types of the events that it may emit. */
export interface StageContext<Emits extends EventType = never> {
  readonly event: Event;
  readonly dataset: Dataset;
  /** The stage's transaction. */
  readonly sql: Transaction;
  /** The process's, for reads beside it: see beside(). A stage that took one of its few connections could wait for itself. */
  readonly pool: Sql;
  readonly objects: ObjectStore;
  readonly log: Logger;
  /** Where in its trace the handling is: what it causes has this for its parent. */
  readonly trace: Trace;
  /**
   * For a stage of long work, before its first write and before it reads the data set's own tables: from here on the
   * data set is not reset. Others have it from the beginning. @throws Gone when the data set was reset meanwhile
   */
  hold(): Promise<void>;
  readonly emit: Emit<Emits>;
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
  /** How long a delivery may take: timeoutSeconds of the Service; default 600. */
  readonly limitSeconds?: number;
}

/**
 * What is made of the committed tables and lies elsewhere: after each delivery, also of what was done before, and before
 * the events that tell of it are sent. Safe to run again, and beside another.
 */
export type Settle = (
  context: Pick<StageContext, 'dataset' | 'objects'> & { readonly sql: Sql },
) => Promise<void>;
