/**
 * What one answer and one explanation of the served model cost, without HTTP around them. In a process of its own, as
 * predict is: served-model.ts <data set> with S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY writes the figures as JSON.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answersFor } from '../../functions/predict/answers.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { shapOf } from '../../shared/ml/explain/shap.ts';
import { type Matrix, takeRows } from '../../shared/ml/table.ts';
import { readArtifact } from '../../shared/onnx/artifact/read.ts';
import { openModel } from '../../shared/onnx/session.ts';
import { s3 } from '../../shared/store/objects.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { FILES, type ModelMetadata, modelAddress } from '../../shared/tracking/artifact.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import type { ObjectAccess } from '../platform/stores/objects.ts';
import { type Figure, median } from './figure.ts';

const MANY = 1000;

const itself = fileURLToPath(import.meta.url);

/** @param dataset whose version 1 lies in the store */
export async function servedModelFigures(access: ObjectAccess, dataset: string): Promise<Figure[]> {
  const env = {
    ...process.env,
    S3_ENDPOINT: access.endpoint,
    S3_ACCESS_KEY: access.accessKey,
    S3_SECRET_KEY: access.secretKey,
    S3_REGION: access.region,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', itself, dataset], {
    env,
  });
  return JSON.parse(stdout) as Figure[];
}

async function measured(access: ObjectAccess, dataset: string): Promise<Figure[]> {
  const objects = s3(access);
  const bytes = await objects.read(modelAddress(dataset, 1, FILES.graph));
  const metadata = await objects.read(modelAddress(dataset, 1, FILES.metadata));
  const described = JSON.parse(metadata.toString('utf8')) as ModelMetadata;
  const address = workspaceOf(objects, dataset, described.runId).address('snapshot.parquet');
  const { table, bucket } = await readSnapshot(objects, address, datasetNamed(dataset));
  const heldOut = takeRows(table, rowsOf(bucket, 'test'));
  const row = takeRows(heldOut, [0]);
  const rows = takeRows(
    heldOut,
    Int32Array.from({ length: MANY }, (_, i) => i % heldOut.rows),
  );

  const load = await millisecondsOf(7, async () => (await openModel(bytes)).close());
  const session = await openModel(bytes);
  const { wanted } = answersFor(described);
  // A predictor that has been asked for a while is what most requests meet.
  await millisecondsOf(5000, () => session.run(row, wanted));
  const one = await millisecondsOf(2000, () => session.run(row, wanted));
  const many = await millisecondsOf(15, () => session.run(rows, wanted));
  const { model, featureNames } = readArtifact(bytes);
  const data = (await session.run(rows, ['features'])).features as Float32Array;
  const x: Matrix = { rows: MANY, names: featureNames, data };
  const first: Matrix = { ...x, rows: 1, data: data.subarray(0, featureNames.length) };
  const background: Matrix = { ...x, rows: 100, data: data.slice(0, 100 * featureNames.length) };
  const figures: Figure[] = [
    figure('ONNX session, load', load, '< 60', sizeOf(model)),
    figure('  one row', one, '< 0.05'),
    figure('  1,000 rows', many, '< 10'),
  ];
  for (const [name, explain] of [
    ['path-dependent', shapOf(model)],
    ['interventional', shapOf(model, background)],
  ] as const) {
    explain(x);
    figures.push(
      figure(`explanation, ${name}, one row`, await millisecondsOf(50, () => explain(first)), '< 3'),
      figure('  1,000 rows', await millisecondsOf(3, () => explain(x)), '< 1,000'),
    );
  }
  await session.close();
  return figures;
}

const figure = (what: string, value: number, goal: string, note?: string): Figure => ({
  what,
  value,
  unit: 'ms',
  goal,
  ...(note ? { note } : {}),
});

function sizeOf(model: ReturnType<typeof readArtifact>['model']): string {
  if (model.kind !== 'trees') return 'a linear model';
  const leaves = model.trees.reduce((sum, { feature }) => sum + (feature.length + 1) / 2, 0);
  return `${model.trees.length} trees, ${leaves.toLocaleString('en-US')} leaves`;
}

/** The median of so many times. */
async function millisecondsOf(times: number, work: () => unknown): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return median(taken);
}

if (process.argv[1] === itself) {
  const { env, argv } = process;
  const access = {
    endpoint: env.S3_ENDPOINT ?? '',
    accessKey: env.S3_ACCESS_KEY ?? '',
    secretKey: env.S3_SECRET_KEY ?? '',
    region: env.S3_REGION ?? '',
  };
  console.log(JSON.stringify(await measured(access, argv[2] ?? '')));
}
