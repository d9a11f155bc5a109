/** Whose the artifacts of a run are: its experiment says so, and whether the run is one of the pipeline. */
import type { Query } from '../../store/database.ts';

export interface ArtifactOwner {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Of a run of the pipeline: its data set, and the version that it has become. */
  readonly training: { readonly dataset: string; readonly version: number | null } | undefined;
}

/**
 * @param experiment its id, digits
 * @param run what a path has behind it: a run's id, or something else
 * @returns undefined where there is no such experiment
 */
export async function artifactOwner(
  sql: Query,
  experiment: string,
  run: string,
): Promise<ArtifactOwner | undefined> {
  const [found] = await sql<{ experiment: string; dataset: string | null; version: number | null }[]>`
    select e.name as experiment, r.dataset, (
      select max(v.version) from marea.model_versions v
      where v.name = r.dataset and v.run_id = r.id and v.source like 's3://models/%') as version
    from marea.experiments e left join marea.runs r on r.id = ${run} and r.experiment_id = e.id
    where e.id = ${experiment}`;
  if (!found) return undefined;
  const { dataset, version } = found;
  return { experiment: found.experiment, training: dataset === null ? undefined : { dataset, version } };
}
