/** Batches of few rows are looked at together: those that wait for a verdict, for one that is too small for its own. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { verdictRows } from '../../shared/datasets/verdict-rows.ts';
import type { Waiting } from '../../shared/rows/drift/compare.ts';
import type { Profile } from '../../shared/stats/profile/profile.ts';
import type { Query } from '../../shared/store/database.ts';
import { learnedBatches } from '../../shared/tracking/learned.ts';
import { waitingChecks } from '../../shared/tracking/waiting-checks.ts';

/** @param run of the model in production. @returns none for a batch with rows enough, or without any */
export async function waitingFor(
  sql: Query,
  dataset: Dataset,
  batch: string,
  { rows }: Profile,
  run: string | null,
): Promise<Waiting[]> {
  const missing = verdictRows(dataset) - rows;
  if (rows === 0 || missing <= 0) return [];
  const learned = run === null ? [] : await learnedBatches(sql, run);
  return await waitingChecks(sql, dataset.name, { batch, learned, rows: missing });
}
