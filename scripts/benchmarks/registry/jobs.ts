/** What a registry is asked most: the same for any server that speaks MLflow's REST API. */
import { createExperiment, createRun, must } from './client.ts';
import { type Pace, pace } from './workload.ts';

export interface Paces {
  /** Create, log-batch of 10, update. */
  readonly runs: Pace;
  readonly points: Pace;
  /** 20 of the runs of an experiment that is filled, by a metric, in the order of another. */
  readonly search: Pace;
}

export async function pacesOf(url: string, filled: string): Promise<Paces> {
  const experiment = await createExperiment(url, 'paces');
  const one = await createRun(url, experiment, 'one');
  // Each once, so that neither is measured while it loads its code.
  await wholeRun(url, experiment, -1);
  await search(url, filled, 0);
  return {
    runs: await pace((number) => wholeRun(url, experiment, number)),
    points: await pace((number) => point(url, one, number)),
    search: await pace((number) => search(url, filled, number)),
  };
}

async function wholeRun(url: string, experiment: string, number: number): Promise<void> {
  const run_id = await createRun(url, experiment, `run ${number}`);
  const metrics = Array.from({ length: 10 }, (_, key) => ({
    ...{ key: `metric-${key}`, value: number + key / 16, timestamp: Date.now(), step: 0 },
  }));
  await must(url, 'runs/log-batch', { run_id, metrics, params: [], tags: [] });
  await must(url, 'runs/update', { run_id, status: 'FINISHED', end_time: Date.now() });
}

const point = async (url: string, run_id: string, step: number): Promise<void> =>
  void (await must(url, 'runs/log-metric', {
    run_id,
    key: 'loss',
    value: 1 / (step + 1),
    timestamp: Date.now(),
    step,
  }));

async function search(url: string, experiment: string, number: number): Promise<void> {
  const { runs } = await must(url, 'runs/search', {
    experiment_ids: [experiment],
    filter: `metrics.\`metric-${number % 50}\` > 0.5`,
    order_by: [`metrics.\`metric-${(number + 1) % 50}\` DESC`],
    max_results: 20,
  });
  if ((runs as unknown[] | undefined)?.length !== 20) throw new Error('the search did not find 20 runs');
}
