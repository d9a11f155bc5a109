/**
 * Experiments, runs and logged models as MLflow writes them: 64-bit integers as numbers, NaN as a text, and lists that are
 * empty left out.
 */
import type { Experiment } from '../../../shared/tracking/mlflow/experiments.ts';
import type { LoggedModel } from '../../../shared/tracking/mlflow/logged-models.ts';
import type { Run, RunHead } from '../../../shared/tracking/mlflow/run.ts';

type Written = Readonly<Record<string, unknown>>;

/** Without the lists that are empty, and what there is none of. */
const held = (fields: Written): Written =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** Where clients put and find files: always with this server, whatever the tables say of older ones. */
export const experimentLocation = (experiment: string): string => `mlflow-artifacts:/${experiment}`;
export const runLocation = (experiment: string, run: string): string =>
  `${experimentLocation(experiment)}/${run}/artifacts`;
export const modelLocation = (experiment: string, model: string): string =>
  `${experimentLocation(experiment)}/models/${model}/artifacts`;

export const writtenExperiment = (experiment: Experiment): Written =>
  held({
    experiment_id: experiment.id,
    name: experiment.name,
    artifact_location: experimentLocation(experiment.id),
    lifecycle_stage: experiment.lifecycle,
    last_update_time: experiment.updated,
    creation_time: experiment.created,
    tags: experiment.tags,
    workspace: 'default',
  });

export const writtenHead = (run: RunHead): Written =>
  held({
    run_uuid: run.id,
    experiment_id: run.experiment,
    run_name: run.name,
    user_id: run.user ?? '',
    status: run.status,
    start_time: run.started,
    end_time: run.ended,
    artifact_uri: runLocation(run.experiment, run.id),
    lifecycle_stage: run.lifecycle,
    run_id: run.id,
  });

export const writtenRun = (run: Run): Written => ({
  info: writtenHead(run),
  data: held({ metrics: run.metrics, params: run.params, tags: run.tags }),
  inputs: held({ dataset_inputs: run.inputs?.map(writtenInput) ?? null, model_inputs: run.modelInputs }),
  outputs: held({ model_outputs: run.outputs }),
});

const writtenInput = ({ tags, ...dataset }: NonNullable<Run['inputs']>[number]): Written =>
  held({
    tags: tags && Object.entries(tags).map(([key, value]) => ({ key, value })),
    dataset: held(dataset),
  });

export const writtenModel = (model: LoggedModel): Written => ({
  info: held({
    model_id: model.id,
    experiment_id: model.experiment,
    name: model.name,
    creation_timestamp_ms: model.created,
    last_updated_timestamp_ms: model.updated,
    artifact_uri: modelLocation(model.experiment, model.id),
    status: `LOGGED_MODEL_${model.status}`,
    model_type: model.type ?? '',
    source_run_id: model.run ?? '',
    tags: model.tags,
  }),
  data: held({ params: model.params, metrics: model.metrics?.map(held) ?? null }),
});
