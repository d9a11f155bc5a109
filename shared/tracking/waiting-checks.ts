/** Batches that had too few rows for a verdict on drift: they wait for others, to be looked at together with them. */
import type { Waiting } from '../rows/drift/compare.ts';
import type { Query } from '../store/database.ts';

export interface Wanted {
  /** The batch that they are wanted for. */
  readonly batch: string;
  /** Those that the model in production has learned from are no news to it. */
  readonly learned: readonly string[];
  /** Rows that they are to have in all. It is as far back as is looked, too: each has one at least. */
  readonly rows: number;
}

/** As many of them as are wanted, or all that there are; the newest first. */
export async function waitingChecks(
  sql: Query,
  dataset: string,
  { batch, learned, rows }: Wanted,
): Promise<Waiting[]> {
  if (rows <= 0) return [];
  return await sql<Waiting[]>`
    with waiting as (
      select batch, checked_at from marea.drift_history
      where dataset = ${dataset} and judged_in is null and batch <> ${batch}
      order by checked_at desc, batch limit ${rows}),
    profiled as (
      select batch, p.profile,
        sum((p.profile->>'rows')::int) over (order by w.checked_at desc, batch) - (p.profile->>'rows')::int as newer
      from waiting w join marea.batch_profiles p using (batch)
      where p.dataset = ${dataset} and batch <> all(${learned}))
    select batch, profile from profiled where newer < ${rows} order by newer`;
}

/** @returns false when another check has counted one of them meanwhile */
export async function noteJudged(
  sql: Query,
  dataset: string,
  batch: string,
  waited: readonly string[],
): Promise<boolean> {
  const noted = await sql`
    update marea.drift_history set judged_in = ${batch}
    where dataset = ${dataset} and batch = any(${waited}) and judged_in is null`;
  return noted.count === waited.length;
}
