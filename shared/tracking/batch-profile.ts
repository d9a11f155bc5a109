/** The profile of a batch's clean rows, as they are now. */
import type { Dataset } from '../datasets/declaration.ts';
import { profileKinds } from '../datasets/kinds.ts';
import type { Profile } from '../stats/profile/profile.ts';
import { PROFILE_ROWS, profileOf } from '../stats/profile/profile-of.ts';
import { readCleanRows } from '../store/clean-rows.ts';
import type { Query } from '../store/database.ts';

/** @param reference that it is to be compared with; keeps the counts of its values */
export async function batchProfile(
  sql: Query,
  dataset: Dataset,
  batch: string,
  reference: Profile | undefined,
): Promise<Profile> {
  const { table } = await readCleanRows(sql, dataset, { batch, limit: PROFILE_ROWS });
  return profileOf(table, profileKinds(dataset), reference);
}
