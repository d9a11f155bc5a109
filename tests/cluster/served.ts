/** A deployment with a model in production, for tests that need one and do not mind how it came. */
import { ended, listings, post } from './calls.ts';
import { configure, ensureDeployed, sql } from './testbed.ts';

/** A short search, and nothing that waits longer than a test has to. */
export const QUICK = {
  SEARCH_TRIALS: '4',
  ROLLOUT_STEP_SECONDS: '4',
  ROLLOUT_READY_SECONDS: '30',
  RECONCILE_AFTER_SECONDS: '15',
};

export async function ensureServed(): Promise<void> {
  await ensureDeployed();
  await configure(QUICK);
  const [served] = await sql(
    `select version from marea.model_versions where name = 'realtor' and stage = 'Production'`,
  );
  if (served) return;
  await post('first', listings(1, 24_000).csv);
  const { outcome, reason } = await ended('first');
  if (outcome !== 'promoted') throw new Error(`the first batch brought no model: ${outcome}, ${reason}`);
}
