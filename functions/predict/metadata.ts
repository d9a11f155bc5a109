/** What is known of a served model beside its graph: metadata.json, as promotion has written it. */

export interface ModelMetadata {
  readonly dataset: string;
  readonly version: number;
  readonly task: 'regression' | 'classification';
  readonly target: string;
  readonly runId: string;
  readonly createdAt: string;
  readonly family?: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly featureNames: readonly string[];
  /** The share of unseen rows whose answer lies in the interval: 0.9. */
  readonly interval: { readonly level: number } | null;
  /** In the order of the graph's probabilities. */
  readonly classes: readonly string[] | null;
  /** Known values of the listed columns. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

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
