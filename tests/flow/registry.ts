/** What a notebook does with the models of a data set, by MLflow's REST API. */
import { expect } from 'vitest';
import type { TestPlatform } from '../platform.ts';
import { ask, type Step } from './step.ts';

const REST = '/services/registry/api/2.0/mlflow';
const RUN = 'notebook';

/** A version of its own, under the data set's name, and a model that is nobody else's. */
export const register: Step = async (platform) => {
  const source = await logged(platform);
  const tags = [{ key: 'team', value: 'blue' }];
  await ask(platform, `${REST}/registered-models/create`, { name: 'mine', tags }, 200);
  await ask(platform, `${REST}/model-versions/create`, { name: 'tiny', source, run_id: RUN, tags }, 200);
  await ask(platform, `${REST}/registered-models/set-tag`, { name: 'tiny', key: 'team', value: 'blue' }, 200);
  await ask(
    platform,
    `${REST}/registered-models/alias`,
    { name: 'tiny', alias: 'challenger', version: '1' },
    200,
  );
};

/** @returns where the files of its model are */
async function logged({ sql, url }: TestPlatform): Promise<string> {
  const [run] = await sql<{ experiment: string }[]>`
    insert into marea.runs (id, experiment_id, name, status)
    select ${RUN}, id, 'mine', 'FINISHED' from marea.experiments where name = 'tiny'
    on conflict (id) do update set name = excluded.name returning experiment_id as experiment`;
  const path = `${run?.experiment}/${RUN}/artifacts/model`;
  const file = `${url}/services/registry/api/2.0/mlflow-artifacts/artifacts/${path}/model.onnx`;
  expect((await fetch(file, { method: 'PUT', body: 'a graph' })).status).toBe(200);
  return `mlflow-artifacts:/${path}`;
}
