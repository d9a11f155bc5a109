/** Where the files of runs and logged models are, and whose these are: what versions are made of. */
import type { Query } from '../../store/database.ts';

export interface Origin {
  /** Id of its experiment. */
  readonly experiment: string;
  /** Name of the experiment. */
  readonly owner: string;
}

export async function originOfRun(sql: Query, run: string): Promise<Origin | undefined> {
  const [found] = await sql<Origin[]>`
    select e.id::text as experiment, e.name as owner
    from marea.runs r join marea.experiments e on e.id = r.experiment_id where r.id = ${run}`;
  return found;
}

/** @returns with the run that has made it, where one has */
export async function originOfModel(
  sql: Query,
  model: string,
): Promise<(Origin & { readonly run: string | null }) | undefined> {
  const [found] = await sql<(Origin & { run: string | null })[]>`
    select e.id::text as experiment, e.name as owner, m.source_run_id as run
    from marea.logged_models m join marea.experiments e on e.id = m.experiment_id
    where m.id = ${model} and m.lifecycle_stage = 'active'`;
  return found;
}
