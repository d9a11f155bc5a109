/**
 * What observing costs: predictions a second as shipped, against the same process without metrics and logs, and against
 * one that keeps no log of predictions either. The model is a tiny one, so that nothing hides the cost.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { storeModel } from '../../functions/predict/fixtures/models.ts';
import { s3 } from '../../shared/store/objects.ts';
import { bundleAll } from '../build.ts';
import { startObjects } from '../platform/stores/objects.ts';
import { type Figure, median } from './figure.ts';
import { costs, type Measured, measureInTurn, type Round, type Variant } from './in-turn.ts';
import { startLogSink } from './log-sink.ts';
import { end, spawnPredict } from './predict-process.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const dist = pathOf('dist/');
const silent = pathOf('scripts/benchmarks/silent-metrics.ts');
const counting = [
  'shared/runtime/metrics.ts',
  'shared/runtime/cold-start.ts',
  'functions/predict/metrics.ts',
].map(pathOf);

/** Puts the stand-in in the place of every module that counts. */
const withoutMetrics: Plugin = {
  name: 'without-metrics',
  setup(on) {
    on.onResolve({ filter: /\/(metrics|cold-start)\.ts$/ }, ({ path, resolveDir }) =>
      counting.includes(join(resolveDir, path)) ? { path: silent } : undefined,
    );
  },
};

export async function observingFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-bench-'));
  // Inside the project: packages that are not bundled are looked for from there.
  const bundles = mkdtempSync(join(dist, 'unobserved-'));
  const store = await startObjects(folder, () => {});
  const sink = await startLogSink();
  const variants: Variant[] = [];
  try {
    await bundleAll(['predict', 'minio'], bundles, [withoutMetrics]);
    await storeModel(s3(store), { dataset: 'realtor', version: 1 });
    const bundle = join(bundles, 'predict.js');
    const model = { DATASET: 'realtor', MODEL_VERSION: '1' };
    const quiet = { ...model, LOG_LEVEL: 'silent' };
    variants.push({
      name: 'shipped',
      ...(await spawnPredict(store, { ...model, K_SINK: sink.url, LOG_LEVEL: 'info' })),
    });
    variants.push({
      name: 'unobserved',
      ...(await spawnPredict(store, { ...quiet, K_SINK: sink.url }, bundle)),
    });
    variants.push({ name: 'unlogged', ...(await spawnPredict(store, quiet, bundle)) });
    return figuresOf(await measureInTurn(variants));
  } finally {
    await Promise.all(variants.map(end));
    await store.stop();
    sink.close();
    for (const made of [folder, bundles]) rmSync(made, { recursive: true, force: true });
  }
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const of = (name: string) => rounds.map((round) => round[name] as Measured);
  const shipped = of('shipped');
  const rates = shipped.map(({ requestsPerSecond }) => requestsPerSecond);
  return [
    ...costs('metrics and logs', shipped, of('unobserved'), '< 5'),
    ...costs('these and the log of predictions', shipped, of('unlogged'), ''),
    { what: '/predict of a tiny model, as shipped', value: median(rates), unit: 'requests/s', goal: '' },
  ];
}
