/** What a notebook logs to the experiment of the data set, with MLflow's client: something in every table that is for it. */
import { ask, type Step } from './step.ts';

type Made = { readonly run: { readonly info: { readonly run_id: string; readonly experiment_id: string } } };
type Logged = { readonly model: { readonly info: { readonly model_id: string } } };

export const notebook: Step = async (platform) => {
  const post = (path: string, body: object) =>
    ask(platform, `/services/registry/api/2.0/mlflow/${path}`, body, 200);
  const { experiment } = await platform.get<{ experiment: { experiment_id: string } }>(
    '/services/registry/api/2.0/mlflow/experiments/get-by-name?experiment_name=tiny',
  );
  const { experiment_id } = experiment;
  // One of a notebook alone, which a reset leaves.
  await post('experiments/create', { name: crypto.randomUUID() });
  await post('experiments/set-experiment-tag', { experiment_id, key: 'team', value: 'blue' });
  const { run } = (await post('runs/create', { experiment_id })) as Made;
  const { run_id } = run.info;
  const entries = [{ key: 'a', value: '1' }];
  const wish = { experiment_id, source_run_id: run_id, params: entries, tags: entries };
  const { model } = (await post('logged-models', wish)) as Logged;
  const { model_id } = model.info;
  const metrics = [{ key: 'm', value: 1, timestamp: 1, model_id }];
  await post('runs/log-batch', { run_id, metrics, params: entries, tags: entries });
  const dataset = { name: 'rows', digest: 'abc', source_type: 'local', source: '{}' };
  await post('runs/log-inputs', { run_id, datasets: [{ dataset }], models: [{ model_id }] });
  await post('runs/outputs', { run_id, models: [{ model_id }] });
};
