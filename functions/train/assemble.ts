/** The best candidates become one artifact: calibrated, written as ONNX, and proven to answer as the trainer does. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { fitClassificationHead } from '../../shared/ml/calibration/classification-head.ts';
import { fitRegressionHead } from '../../shared/ml/calibration/regression-head.ts';
import { featureNames, inputsOf } from '../../shared/ml/features/fitted.ts';
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
import { type TrainingData, type Workspace, workspaceOf } from '../../shared/tracking/workspace.ts';
import { type Candidate, choose, contenders, ranked } from './choose.ts';
import { storeComparables } from './comparables.ts';
import { storeExplanations } from './explanations.ts';
import { prove } from './prove.ts';
import { LEARNED, refit } from './refit.ts';
import { searchSettings } from './settings.ts';

/** @param trials of which at least one went to its end */
export async function assemble(
  { sql, dataset, objects, event, log }: StageContext,
  run: string,
  trials: readonly Trial[],
): Promise<void> {
  const workspace = workspaceOf(objects, dataset.name, run);
  const [searched, candidates, snapshot] = await Promise.all([
    workspace.readData(),
    readCandidates(workspace, trials, dataset),
    readSnapshot(objects, workspace.address('snapshot.parquet'), dataset),
  ]);
  const choice = choose(dataset, candidates, examplesOf(searched, 'validation'));
  const { seed } = searchSettings(process.env);
  const { features, model, data } = refit(dataset, snapshot, choice, seed);
  await workspace.writeJson('features.json', features);
  const head = fitHead(dataset, choice.model, searched, data);
  const graph = writeArtifact({ features, model, head, metadata: { dataset: dataset.name, run } });
  const difference = await prove(graph, { features, model, head }, snapshot);
  log.info({ run, bytes: graph.length, difference }, 'artifact');
  await storeExplanations(workspace, { features, model, head }, snapshot, seed);
  await storeComparables(workspace, dataset, { features, model, head }, snapshot, seed);

  const { trial: best } = choice.members[0];
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
  await logParams(sql, run, {
    best_trial: best.trial,
    family: best.family,
    averaged_trials: choice.members.map(({ trial }) => trial.trial).join(' '),
  });
}

/** The best few trials that went to their end, with their models. */
async function readCandidates(
  workspace: Workspace,
  trials: readonly Trial[],
  { objective }: Dataset,
): Promise<[Candidate, ...Candidate[]]> {
  const [best, ...others] = ranked(trials, objective.better);
  if (!best) throw new Error(`none of ${trials.length} trials went to its end: there is nothing to assemble`);
  return await contenders([best, ...others], async ({ trial }) =>
    modelFromJson((await workspace.read(`trials/${trial}.json`)).toString('utf8')),
  );
}

/**
 * Errors fall with the number of rows to this power: learning curves are power laws (Hestness et al., "Deep Learning
 * Scaling is Predictable, Empirically", 2017), and on listings, between 56 and 80 % of them, it is this one.
 */
const LEARNING = 0.08;

/**
 * How sure answers are is learned from rows that the model has not seen: from the errors of the choice as it was
 * before these rows were learned from too. The model that is served has smaller ones, by its learning curve.
 */
function fitHead(dataset: Dataset, model: Model, searched: TrainingData, served: TrainingData): Head {
  const calibration = examplesOf(searched, 'calibration');
  if (dataset.target.task === 'classification')
    return fitClassificationHead(dataset.target.classes, calibration.y, scoreModel(model, calibration.x));
  const { transform, center = 'mean' } = dataset.target;
  const head = fitRegressionHead(model, examplesOf(searched, 'validation'), calibration, {
    transform,
    center,
    seed: searchSettings(process.env).seed,
    served: [examplesOf(served, 'validation').x, examplesOf(served, 'calibration').x],
  });
  const rows = rowsOf(searched.bucket, 'train').length;
  const smaller = (rows / rowsOf(searched.bucket, ...LEARNED).length) ** LEARNING;
  const quantile = Math.fround(head.interval.quantile * smaller);
  return { ...head, interval: { ...head.interval, quantile } };
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
