/** The predictor as a process of its own: how soon it is ready, and how much it answers. */
import { datasetNamed } from '../../shared/datasets/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type Figure, leftOut, median, realFile } from './figure.ts';
import { startLogSink } from './log-sink.ts';
import { residentMegabytes } from './memory.ts';
import { benchmarkPredict } from './predict.ts';
import { end, spawnPredict, untilOk } from './predict-process.ts';
import { wayOf, withPlatform } from './running.ts';
import { servedModelFigures } from './served-model.ts';

const FILE = 'realtor.csv.gz';
const STARTS = 7;

export async function servingFigures(): Promise<Figure[]> {
  const file = realFile(FILE);
  if (!file) return [leftOut('/predict, 16 connections', 'requests/s', '8,000', FILE)];
  return await withPlatform(async (platform) => {
    await wayOf(platform, 'realtor', file);
    const model = { DATASET: 'realtor', MODEL_VERSION: '1' };
    const none = { DATASET: 'diabetes', MODEL_VERSION: 'production' };
    return [
      await startFigure(platform, 'start -> ready, no model', none, '/health', '< 200'),
      await startFigure(platform, 'start -> ready, with model', model, '/ready', '< 400'),
      ...(await loadFigures(platform, model)),
      ...(await servedModelFigures(platform.s3, 'realtor')),
    ];
  });
}

type Env = Readonly<Record<string, string>>;

async function startFigure(
  platform: Platform,
  what: string,
  env: Env,
  path: string,
  goal: string,
): Promise<Figure> {
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const predictor = await spawnPredict(platform.s3, env);
    await untilOk(predictor, path);
    times.push(performance.now() - predictor.started);
    await end(predictor);
  }
  return {
    what,
    value: median(times),
    unit: 'ms',
    goal,
    note: `median of ${STARTS}`,
  };
}

async function loadFigures(platform: Platform, env: Env): Promise<Figure[]> {
  const sink = await startLogSink();
  const predictor = await spawnPredict(platform.s3, { ...env, K_SINK: sink.url });
  const { url, child } = predictor;
  try {
    await untilOk(predictor, '/ready');
    const { example } = datasetNamed('realtor');
    const rows = Array.from({ length: 256 }, (_, i) => ({
      ...example,
      bed: 1 + (i % 5),
      house_size: 900 + 17 * i,
    }));
    const { predict, batchPredict } = await benchmarkPredict({ url, rows });
    const failures = `${predict.failures} failures`;
    return [
      {
        what: '/predict, 16 connections',
        value: predict.requestsPerSecond,
        unit: 'requests/s',
        goal: '8,000',
        note: failures,
      },
      { what: '/predict p99', value: predict.p99Ms, unit: 'ms', goal: '< 10' },
      {
        what: '/batch_predict, 1,000 rows, p50',
        value: batchPredict.p50Ms,
        unit: 'ms',
        goal: '< 30',
      },
      {
        what: 'resident memory after the load',
        value: residentMegabytes(child.pid, 'VmRSS'),
        unit: 'MB',
        goal: '',
      },
    ];
  } finally {
    await end(predictor);
    sink.close();
  }
}
