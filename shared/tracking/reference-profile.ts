/** The profile that a version was trained on, which new rows are held against. */
import type { Profile } from '../stats/profile/profile.ts';
import type { ObjectStore } from '../store/objects.ts';

/** Stored with the model, never computed again. */
export async function referenceProfile(
  objects: ObjectStore,
  dataset: string,
  version: number,
): Promise<Profile> {
  const bytes = await objects.read({ bucket: 'models', key: `${dataset}/${version}/profile.json` });
  return JSON.parse(bytes.toString('utf8')) as Profile;
}
