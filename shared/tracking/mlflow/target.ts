/** What is written to: a run, or an experiment that gets one, and whether it may be. */
import type { Query } from '../../store/database.ts';
import type { Lifecycle } from './experiments.ts';

export interface Target {
  readonly lifecycle: Lifecycle;
  /** Id of its experiment. */
  readonly experiment: string;
  /** Name of its experiment, which says whose it is. */
  readonly name: string;
  /** The pipeline has made it: what is in it is the pipeline's. */
  readonly pipeline: boolean;
}

/** A query of a Target, by the id of a run, for use within others. */
export const targetOf = (sql: Query, run: string) => sql`
  select r.id, r.lifecycle_stage as lifecycle, r.experiment_id::text as experiment, e.name,
         r.dataset is not null as pipeline
  from marea.runs r join marea.experiments e on e.id = r.experiment_id where r.id = ${run}`;

export async function targetRun(sql: Query, run: string): Promise<Target | undefined> {
  const [target] = await sql<Target[]>`${targetOf(sql, run)}`;
  return target;
}
