/** Files beside the served model that are read when somebody asks for them. */
import { HttpError } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';
import { FILES, type ModelMetadata, modelAddress } from '../../shared/tracking/artifact.ts';
import { ChangedFile, mustBe } from '../../shared/tracking/checksums.ts';

/** Serving only ever reads. */
export type ModelStore = Pick<ObjectStore, 'read'>;

/** @throws HttpError 404 when the version was stored without it, 503 when the store is away or the file was changed */
export async function readStored(
  objects: ModelStore,
  { dataset, version, files }: Pick<ModelMetadata, 'dataset' | 'version' | 'files'>,
  file: 'importance' | 'background' | 'backgroundRows' | 'comparables',
): Promise<Buffer> {
  try {
    const bytes = await objects.read(modelAddress(dataset, version, FILES[file]));
    mustBe(bytes, { dataset, version, file: FILES[file] }, files?.[FILES[file]]);
    return bytes;
  } catch (error) {
    if (error instanceof NoSuchObject)
      throw new HttpError(404, `version ${version} of ${dataset} was stored without ${FILES[file]}`);
    if (error instanceof ChangedFile) throw new HttpError(503, error.message);
    logger().warn({ dataset, version, file, error: (error as Error).message }, 'a file cannot be read');
    throw new HttpError(503, `${FILES[file]} of version ${version} cannot be read now`);
  }
}
