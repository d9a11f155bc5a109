/** GET /api/pipeline: the stages of a data set as they stand, with the pods that run them. */
import type { Pipeline, Pods } from '../../../shared/api/pipeline.ts';
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { RunningFunction } from '../../../shared/runtime/knative/running.ts';
import { predictorOf } from '../../../shared/runtime/knative/served.ts';
import { failuresNow, standings } from '../../../shared/runtime/pipeline.ts';
import type { Query } from '../../../shared/store/database.ts';
import { latestTraining } from '../../../shared/tracking/trainings.ts';
import { trialLines } from '../../../shared/tracking/trials.ts';
import { onWire } from '../on-wire.ts';
import { knownDataset } from '../path.ts';
import { told } from '../viewing.ts';
import { runningNow } from './functions.ts';

export async function pipeline(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(request.query.get('dataset'));
  const running = await runningNow();
  return await told((sql) => pipelineOf(sql, name, running ?? []));
}

async function pipelineOf(
  sql: Query,
  dataset: string,
  running: readonly RunningFunction[],
): Promise<Pipeline> {
  const [stages, failures, training] = await Promise.all([
    standings(sql, dataset),
    failuresNow(sql, dataset),
    trainingNow(sql, dataset),
  ]);
  return {
    dataset,
    stages: onWire(stages).map((standing) => ({ ...standing, ...podsOf(running, standing.stage) })),
    predictor: running.some(isCalled(predictorOf(dataset))) ? podsOf(running, predictorOf(dataset)) : null,
    failures: onWire(failures),
    training,
  };
}

const isCalled =
  (name: string) =>
  (one: RunningFunction): boolean =>
    one.name === name;

function podsOf(running: readonly RunningFunction[], name: string): Pods {
  const { pods = null, wanted = null } = running.find(isCalled(name)) ?? {};
  return { pods, wanted };
}

async function trainingNow(sql: Query, dataset: string): Promise<Pipeline['training']> {
  const training = await latestTraining(sql, dataset);
  return training && onWire({ ...training, strip: await trialLines(sql, training.run) });
}
