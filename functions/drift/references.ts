/** The profile that a version was trained on, which new rows are held against. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Profile } from '../../shared/stats/profile/profile.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';

/** The profile of the rows that this version was trained on: stored with the model, never computed again. */
export async function productionProfile(
  objects: ObjectStore,
  dataset: Dataset,
  version: number,
): Promise<Profile> {
  const bytes = await objects.read({ bucket: 'models', key: `${dataset.name}/${version}/profile.json` });
  return JSON.parse(bytes.toString('utf8')) as Profile;
}
