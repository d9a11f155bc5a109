/** What a training noted of its own course. */
import type { Query } from '../store/database.ts';

export interface Course {
  readonly started: Date;
  /** Until its artifact was there; null where it has not come to its end. */
  readonly seconds: number | null;
  /** Trials whose models are averaged in the artifact: numbers, the best first. */
  readonly averaged: readonly number[];
}

/** @throws Error when there is no such run */
export async function courseOf(sql: Query, run: string): Promise<Course> {
  const [row] = await sql<{ started: Date; seconds: number | null }[]>`
    select started_at as started, extract(epoch from ended_at - started_at)::float8 as seconds
    from marea.runs where id = ${run}`;
  if (!row) throw new Error(`there is no run ${run}`);
  return { ...row, averaged: await averagedTrials(sql, run) };
}

async function averagedTrials(sql: Query, run: string): Promise<number[]> {
  const [row] = await sql<{ value: string }[]>`
    select value from marea.params where run_id = ${run} and key in ('averaged_trials', 'best_trial')
    order by key limit 1`;
  return row ? row.value.split(' ').map(Number) : [];
}
