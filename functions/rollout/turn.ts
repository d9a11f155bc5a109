/** Rollouts of one data set come one after another: what is in production is what the next one is held against. */
import { PassingError } from '../../shared/events/errors.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { rolloutLock } from '../../shared/tracking/production.ts';

/**
 * A canary takes minutes, and a delivery that waits for its end has to leave time for its own: the request lasts ten
 * minutes at most. With the broker's further tries it waits for most of an hour before the event is a dead letter.
 */
const TURN = '120s';
const LOCK_NOT_AVAILABLE = '55P03';

/** Waits for its turn, which ends with the stage's transaction. @throws PassingError when another takes long */
export async function takeTurn(
  { sql, dataset: { name } }: Pick<StageContext, 'sql' | 'dataset'>,
  atMost = TURN,
): Promise<void> {
  try {
    await sql.unsafe(`set local lock_timeout = '${atMost}'`);
    await sql`select pg_advisory_xact_lock(hashtextextended(${rolloutLock(name)}, 0))`;
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw cause;
    // Without the cause: a conflict with another transaction would be tried again in this very delivery.
    throw new PassingError(`another rollout of ${name} is under way`);
  }
}
