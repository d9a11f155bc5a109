/** What is known of a served model beside its graph: metadata.json, as promotion has written it. */
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';

/** @throws when it is of another data set or version than the folder it was found in, or lacks what is served */
export function parseMetadata(text: string, dataset: string, version: number): ModelMetadata {
  const metadata = JSON.parse(text) as ModelMetadata;
  if (metadata.dataset !== dataset || metadata.version !== version)
    throw new Error(
      `metadata.json of ${dataset} version ${version} speaks of ${metadata.dataset} version ${metadata.version}`,
    );
  if (!Array.isArray(metadata.featureNames) || (metadata.task === 'classification' && !metadata.classes))
    throw new Error(`metadata.json of ${dataset} version ${version} names no features or no classes`);
  return metadata;
}
