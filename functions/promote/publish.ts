/** Copies a training's artifact to its place among the versions. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';
import { FILES, type ModelMetadata, modelAddress } from '../../shared/tracking/artifact.ts';
import { type Checksums, checksumOf } from '../../shared/tracking/checksums.ts';
import { mlflowFiles } from '../../shared/tracking/mlmodel/files.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';

export interface Publication {
  readonly dataset: Pick<Dataset, 'name' | 'columns'>;
  readonly version: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The one that was judged. */
  readonly graph: Buffer;
}

/** Drift could not be told without it. */
const NEEDED = [FILES.profile];
/** What predict can do without: a training that was assembled by an older release has not made all of it. */
const WHERE_THERE = [FILES.importance, FILES.background, FILES.backgroundRows, FILES.comparables];

/**
 * Runs before the commit, and writes the same when it is run again: the number of the version is taken under a lock,
 * and falls to the same training when the first try is rolled back.
 * @returns what each file is; metadata.json names the others
 */
export async function publish(
  objects: ObjectStore,
  workspace: Workspace,
  { dataset, version, metrics, graph }: Publication,
): Promise<Checksums> {
  const files: Record<string, string> = {};
  const put = async (file: string, bytes: Buffer | string): Promise<void> => {
    await objects.put(modelAddress(dataset.name, version, file), bytes);
    files[file] = checksumOf(bytes);
  };
  const assembled = await workspace.readJson<ModelMetadata>(FILES.metadata);
  await put(FILES.graph, graph);
  for (const file of NEEDED) await put(file, await workspace.read(file));
  for (const file of WHERE_THERE) {
    const bytes = await readIfThere(workspace, file);
    if (bytes) await put(file, bytes);
  }
  const judged: ModelMetadata = { ...assembled, version, metrics };
  for (const [file, text] of Object.entries(mlflowFiles(judged, dataset.columns))) await put(file, text);
  const metadata: ModelMetadata = { ...judged, files: { ...files } };
  await put(FILES.metadata, JSON.stringify(metadata));
  return files;
}

async function readIfThere(workspace: Workspace, file: string): Promise<Buffer | undefined> {
  try {
    return await workspace.read(file);
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
}
