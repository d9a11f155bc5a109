/** What a server has to know of the model that the graph does not say. */
import type { Dataset } from '../datasets/declaration.ts';
import { type FittedFeatures, featureNames, inputsOf } from '../ml/features/fitted.ts';
import type { Head } from '../ml/models/model.ts';
import type { Table } from '../ml/table.ts';
import type { ModelMetadata } from './artifact.ts';
import { rowsOf } from './parts.ts';
import type { Trial } from './trials.ts';

export interface Assembled {
  readonly run: string;
  readonly createdAt: string;
  readonly best: Pick<Trial, 'family' | 'parameters'>;
  readonly features: FittedFeatures;
  readonly head: Head;
  /** All rows of the training, and the part of the split that each is in. */
  readonly table: Table;
  readonly bucket: Uint8Array;
}

/** Its version and its metrics are for who registers it to say. */
export function metadataOf(dataset: Dataset, assembled: Assembled): ModelMetadata {
  const { run, createdAt, best, features, head, table, bucket } = assembled;
  return {
    dataset: dataset.name,
    version: 0,
    task: dataset.target.task,
    target: dataset.target.column,
    runId: run,
    createdAt,
    family: best.family,
    parameters: best.parameters,
    metrics: {},
    featureNames: featureNames(features),
    inputs: inputsOf(features),
    interval: head.task === 'regression' ? { level: head.interval.level } : null,
    classes: head.task === 'classification' ? head.classes : null,
    values: knownValues(dataset, table),
    rows: rowsOfParts(bucket),
    example: dataset.example,
  };
}

const rowsOfParts = (bucket: Uint8Array): ModelMetadata['rows'] => ({
  train: rowsOf(bucket, 'train').length,
  validation: rowsOf(bucket, 'validation').length,
  calibration: rowsOf(bucket, 'calibration').length,
  test: rowsOf(bucket, 'test').length,
});

/** Sorted; what a client can choose from. */
function knownValues({ listed }: Dataset, { columns }: Table): Record<string, string[]> {
  return Object.fromEntries(
    listed.map((name) => {
      const column = columns[name];
      const texts = Array.isArray(column) ? column.filter((value) => value !== null) : [];
      return [name, [...new Set(texts)].sort()];
    }),
  );
}
