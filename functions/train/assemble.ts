/** The best candidate becomes one artifact: calibrated, written as ONNX, and proven to answer as the trainer does. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { fitClassificationHead } from '../../shared/ml/calibration/classification-head.ts';
import { fitRegressionHead } from '../../shared/ml/calibration/regression-head.ts';
import { type FittedFeatures, featureNames, inputsOf } from '../../shared/ml/features/fitted.ts';
import { modelFromJson } from '../../shared/ml/models/json.ts';
import type { Head, Model } from '../../shared/ml/models/model.ts';
import { scoreModel } from '../../shared/ml/models/score.ts';
import type { Table } from '../../shared/ml/table.ts';
import { writeArtifact } from '../../shared/onnx/artifact/write.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { FILES, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { examplesOf, rowsOf } from '../../shared/tracking/parts.ts';
import { logParams } from '../../shared/tracking/runs.ts';
import type { Trial } from '../../shared/tracking/trials.ts';
import { type TrainingData, workspaceOf } from '../../shared/tracking/workspace.ts';
import { prove } from './prove.ts';
import { searchSettings } from './settings.ts';

export async function assemble(
  { sql, dataset, objects, event, log }: StageContext,
  run: string,
  best: Trial,
): Promise<void> {
  const workspace = workspaceOf(objects, dataset.name, run);
  const [data, features, text, snapshot] = await Promise.all([
    workspace.readData(),
    workspace.readJson<FittedFeatures>('features.json'),
    workspace.read(`trials/${best.trial}.json`),
    readSnapshot(objects, workspace.address('snapshot.parquet'), dataset),
  ]);
  const model = modelFromJson(text.toString('utf8'));
  const head = fitHead(dataset, model, data);
  const graph = writeArtifact({ features, model, head, metadata: { dataset: dataset.name, run } });
  const difference = await prove(graph, { features, model, head }, snapshot);
  log.info({ run, bytes: graph.length, difference }, 'artifact');

  const metadata: ModelMetadata = {
    dataset: dataset.name,
    version: 0,
    task: dataset.target.task,
    target: dataset.target.column,
    runId: run,
    createdAt: event.time ?? new Date().toISOString(),
    family: best.family,
    parameters: best.parameters,
    metrics: {},
    featureNames: featureNames(features),
    inputs: inputsOf(features),
    interval: head.task === 'regression' ? { level: head.interval.level } : null,
    classes: head.task === 'classification' ? head.classes : null,
    values: knownValues(dataset, snapshot.table),
    rows: {
      train: rowsOf(data.bucket, 'train').length,
      validation: rowsOf(data.bucket, 'validation').length,
      calibration: rowsOf(data.bucket, 'calibration').length,
      test: rowsOf(data.bucket, 'test').length,
    },
    example: dataset.example,
  };
  await workspace.write(FILES.graph, graph);
  await workspace.writeJson(FILES.metadata, metadata);
  await logParams(sql, run, { best_trial: best.trial, family: best.family });
}

function fitHead(dataset: Dataset, model: Model, data: TrainingData): Head {
  const calibration = examplesOf(data, 'calibration');
  if (dataset.target.task === 'classification')
    return fitClassificationHead(dataset.target.classes, calibration.y, scoreModel(model, calibration.x));
  const { transform } = dataset.target;
  const { seed } = searchSettings(process.env);
  return fitRegressionHead(model, examplesOf(data, 'validation'), calibration, { transform, seed });
}

/** Sorted; what a client can choose from. */
function knownValues(dataset: Dataset, table: Table): Record<string, string[]> {
  return Object.fromEntries(
    dataset.listed.map((name) => {
      const column = table.columns[name];
      const texts = Array.isArray(column) ? column.filter((value) => value !== null) : [];
      return [name, [...new Set(texts)].sort()];
    }),
  );
}
