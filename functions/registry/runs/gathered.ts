/**
 * What is logged here at the same moment goes to Postgres together: a commit costs the same for one batch and for many, and
 * a pod has few connections. Nobody waits to be joined by others: what comes while statements are under way is the next one.
 */
import { database } from '../../../shared/runtime/resources.ts';
import { tryAgain } from '../../../shared/store/conflict.ts';
import type { Batch } from '../../../shared/tracking/mlflow/batch.ts';
import { type Logged, logBatches } from '../../../shared/tracking/mlflow/logging.ts';

/** Statements under way at once: as many as a pod has connections. */
const AT_ONCE = 2;
/** Batches, and what is in them, of a statement. */
const BATCHES = 64;
const ENTRIES = 2000;
/** How long a statement is tried again that met others. */
const PATIENCE = { limitMs: 10_000 };

interface Waiting {
  readonly batch: Batch;
  resolve(logged: Logged | undefined): void;
  reject(error: unknown): void;
}

/** In the order in which they came. */
let waiting: Waiting[] = [];
let underWay = 0;

/** As logBatches(), of one. */
export function logged(batch: Batch): Promise<Logged | undefined> {
  return new Promise((resolve, reject) => {
    waiting.push({ batch, resolve, reject });
    next();
  });
}

function next(): void {
  if (underWay === AT_ONCE || waiting.length === 0) return;
  const together = taken();
  underWay += 1;
  void settle(together).finally(() => {
    underWay -= 1;
    next();
  });
}

/** The first one, and those behind it that fit: of a run's params and tags there may be one batch in a statement. */
function taken(): Waiting[] {
  const together: Waiting[] = [];
  const rest: Waiting[] = [];
  const known = new Map<string, 'points' | 'all'>();
  let room = ENTRIES;
  for (const one of waiting) {
    const { run, points, params, tags } = one.batch;
    const kind = params.length + tags.length > 0 ? 'all' : 'points';
    room -= points.length + params.length + tags.length;
    const hasRoom = together.length === 0 || (room >= 0 && together.length < BATCHES);
    const joins = hasRoom && (!known.has(run) || (known.get(run) === 'points' && kind === 'points'));
    (joins ? together : rest).push(one);
    // What comes behind one that waits waits, too.
    known.set(run, joins ? kind : 'all');
  }
  waiting = rest;
  return together;
}

/** Never throws. One that fails takes no others with it. */
async function settle(together: readonly Waiting[]): Promise<void> {
  try {
    const batches = together.map(({ batch }) => batch);
    const all = await tryAgain(() => logBatches(database(), batches), PATIENCE);
    for (const [index, one] of together.entries()) one.resolve(all[index]);
  } catch (error) {
    if (together.length > 1) for (const one of together) await settle([one]);
    else for (const one of together) one.reject(error);
  }
}
