/** Copies a training's artifact to its place among the versions. */
import { type Address, NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';
import { FILES, type ModelMetadata, mlmodelText, modelAddress } from '../../shared/tracking/artifact.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';

export interface Publication {
  readonly dataset: string;
  readonly version: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Runs before the commit, and writes the same when it is run again: the number of the version is taken under a lock,
 * and falls to the same training when the first try is rolled back.
 */
export async function publish(
  objects: ObjectStore,
  workspace: Workspace,
  { dataset, version, metrics }: Publication,
): Promise<void> {
  const at = (file: string) => modelAddress(dataset, version, file);
  const metadata: ModelMetadata = {
    ...(await workspace.readJson<ModelMetadata>(FILES.metadata)),
    version,
    metrics,
  };
  await objects.copy(workspace.address(FILES.graph), at(FILES.graph));
  await objects.copy(workspace.address(FILES.profile), at(FILES.profile));
  for (const file of [FILES.importance, FILES.background, FILES.comparables])
    await copyIfThere(objects, workspace.address(file), at(file));
  await objects.put(at(FILES.mlmodel), mlmodelText(metadata));
  await objects.put(at(FILES.metadata), JSON.stringify(metadata));
}

/** What predict can do without: a training that was assembled by an older release has not made all of it. */
async function copyIfThere(objects: ObjectStore, from: Address, to: Address): Promise<void> {
  try {
    await objects.copy(from, to);
  } catch (error) {
    if (!(error instanceof NoSuchObject)) throw error;
  }
}
