/** Whether a version that an event names is there, was, or never has been. */
import { Gone, PermanentError } from '../events/errors.ts';
import { lastVersion, type ModelVersion, versionNumbered } from '../tracking/versions.ts';
import type { StageContext } from './context.ts';

/**
 * @throws Gone when the data set was reset meanwhile, PermanentError for a version that nobody has ever made, and for one
 *   of another training than `run`
 */
export async function versionIsThere(
  { sql, dataset: { name } }: Pick<StageContext, 'sql' | 'dataset'>,
  version: number,
  run?: string,
): Promise<ModelVersion> {
  const found = await versionNumbered(sql, name, version);
  if (found && (run === undefined || found.run_id === run)) return found;
  if (found) throw new PermanentError(`version ${version} of ${name} is of run ${found.run_id}, not ${run}`);
  if (version > (await lastVersion(sql, name)))
    throw new PermanentError(`there has never been a version ${version} of ${name}`);
  throw new Gone(`there is no version ${version} of ${name} any more`);
}
