/**
 * What observing costs: predictions a second as shipped, against the same process without metrics and logs, and against
 * one that keeps no log of predictions either. The model is a tiny one, so that nothing hides the cost.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { storeModel } from '../../functions/predict/fixtures/models.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { s3 } from '../../shared/store/objects.ts';
import { bundleAll } from '../build.ts';
import { startObjects } from '../platform/stores/objects.ts';
import { cpuSeconds } from './cpu.ts';
import { type Figure, median } from './figure.ts';
import { load } from './predict.ts';
import { end, type PredictProcess, spawnPredict, untilOk } from './predict-process.ts';

/** Many short ones: what else a machine does changes from second to second. */
const ROUNDS = 31;
const SECONDS = 1;
const CONNECTIONS = 16;

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

interface Variant extends PredictProcess {
  readonly name: string;
}

export async function observingFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-bench-'));
  // Inside the project: packages that are not bundled are looked for from there.
  const bundles = mkdtempSync(join(dist, 'unobserved-'));
  const store = await startObjects(folder, () => {});
  const sink = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end());
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const variants: Variant[] = [];
  try {
    await bundleAll(['predict'], bundles, [withoutMetrics]);
    await storeModel(s3(store), { dataset: 'realtor', version: 1 });
    const bundle = join(bundles, 'predict.js');
    const model = { DATASET: 'realtor', MODEL_VERSION: '1' };
    const K_SINK = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`;
    const quiet = { ...model, LOG_LEVEL: 'silent' };
    variants.push({
      name: 'shipped',
      ...(await spawnPredict(store, { ...model, K_SINK, LOG_LEVEL: 'info' })),
    });
    variants.push({ name: 'unobserved', ...(await spawnPredict(store, { ...quiet, K_SINK }, bundle)) });
    variants.push({ name: 'unlogged', ...(await spawnPredict(store, quiet, bundle)) });
    return figuresOf(await measureInTurn(variants));
  } finally {
    await Promise.all(variants.map(end));
    await store.stop();
    sink.close();
    for (const made of [folder, bundles]) rmSync(made, { recursive: true, force: true });
  }
}

/** Of one variant in one round. */
interface Measured {
  readonly requestsPerSecond: number;
  /** Microseconds of CPU that the process used for a request; undefined where the system does not tell. */
  readonly cpuMicroseconds: number | undefined;
}
type Round = Readonly<Record<string, Measured>>;

/** Each round measures all, in an order that turns: what else the machine does meets all of them alike. */
async function measureInTurn(variants: readonly Variant[]): Promise<Round[]> {
  for (const variant of variants) await untilOk(variant, '/ready');
  const rounds: Round[] = [];
  // The first warms up, and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const measured: Record<string, Measured> = {};
    for (let i = 0; i < variants.length; i++) {
      const variant = variants[(i + round) % variants.length] as Variant;
      measured[variant.name] = await measure(variant);
    }
    if (round > 0) rounds.push(measured);
  }
  return rounds;
}

async function measure({ url, child }: Variant): Promise<Measured> {
  const { example } = datasetNamed('realtor');
  const requests = Array.from({ length: 256 }, (_, i) => ({
    body: JSON.stringify({ ...example, bed: 1 + (i % 5), house_size: 900 + 17 * i }),
  }));
  const before = cpuSeconds(child.pid);
  const { requestsPerSecond, answers } = await load(`${url}/predict`, requests, CONNECTIONS, SECONDS);
  const after = cpuSeconds(child.pid);
  const used = before === undefined || after === undefined ? undefined : after - before;
  return { requestsPerSecond, cpuMicroseconds: used === undefined ? undefined : (used * 1e6) / answers };
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

/** Pairs of one round, as the machine was the same for both. */
function costs(
  what: string,
  shipped: readonly Measured[],
  other: readonly Measured[],
  goal: string,
): Figure[] {
  const pairs = shipped.map((mine, round) => [mine, other[round] as Measured] as const);
  const rates = pairs.map(([mine, theirs]) => mine.requestsPerSecond / theirs.requestsPerSecond);
  const cpu = pairs.flatMap(([{ cpuMicroseconds: mine }, { cpuMicroseconds: theirs }]) =>
    mine === undefined || theirs === undefined ? [] : [theirs / mine],
  );
  const lost = (shares: readonly number[]) => 100 * (1 - median(shares));
  return [
    {
      what: `${what}: of predictions a second`,
      value: lost(rates),
      unit: '%',
      goal,
      note: `median of ${ROUNDS}`,
    },
    {
      what: '  of the CPU time of a prediction',
      value: cpu.length > 0 ? lost(cpu) : undefined,
      unit: '%',
      goal,
      note: cpu.length > 0 ? 'holds on a busy machine too' : 'the system does not tell',
    },
  ];
}
