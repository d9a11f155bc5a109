/**
 * A version's folder in MLflow's own client, where $PYTHON has mlflow, onnx, onnxruntime and pandas: what it predicts is
 * what the graph answers. Without them these tests are skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { python, pythonHas } from '../scripts/benchmarks/python.ts';
import type { ColumnDeclaration } from '../shared/datasets/declaration.ts';
import type { InputColumn } from '../shared/ml/features/fitted.ts';
import { FILES, type ModelMetadata } from '../shared/tracking/artifact.ts';
import { mlflowFiles } from '../shared/tracking/mlmodel/files.ts';

interface Answered {
  readonly inputs: readonly InputColumn[];
  readonly columns: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}
interface Predicted {
  readonly pyfunc: Readonly<Record<string, readonly number[]>>;
  readonly onnx: readonly number[];
  readonly absent: number;
  readonly example: readonly object[];
}

const fixture = (name: string) => fileURLToPath(new URL(`../shared/onnx/fixtures/${name}`, import.meta.url));
const { inputs, columns, outputs } = JSON.parse(readFileSync(fixture('earlier.json'), 'utf8')) as Answered;
const hasMlflow = await pythonHas(['mlflow', 'onnx', 'onnxruntime', 'pandas']);
const folder = mkdtempSync(join(tmpdir(), 'marea-test-'));
let predicted: Predicted;

const metadata: ModelMetadata = {
  dataset: 'houses',
  version: 7,
  task: 'regression',
  target: 'price',
  runId: 'a'.repeat(32),
  createdAt: '2026-01-02T03:04:05Z',
  family: 'boosting',
  parameters: {},
  metrics: {},
  featureNames: [],
  inputs,
  interval: { level: 0.9 },
  classes: null,
  values: {},
  rows: { train: 1, validation: 1, calibration: 1, test: 1 },
  example: { bed: 3, size: 1800, status: 'sold' },
};

function put(name: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
}

beforeAll(() => {
  if (!hasMlflow) return;
  const declared = inputs.map(({ name, type }): [string, ColumnDeclaration] => [
    name,
    { type: type === 'float' ? 'number' : 'text', label: name },
  ]);
  const files = mlflowFiles(metadata, Object.fromEntries(declared));
  for (const [name, text] of Object.entries(files)) put(name, text);
  put(FILES.metadata, JSON.stringify(metadata));
  put(FILES.graph, readFileSync(fixture('earlier.onnx')));
  put('rows.json', JSON.stringify(columns));
  const script = fileURLToPath(new URL('../scripts/reference/pyfunc_answers.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [script, folder, join(folder, 'rows.json')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  predicted = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Predicted;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The greatest relative difference. */
const difference = (got: readonly number[] = [], wanted: readonly number[] = []): number =>
  Math.max(...wanted.map((value, row) => Math.abs((got[row] ?? Number.NaN) - value) / Math.abs(value)));

test.skipIf(!hasMlflow).each(['prediction', 'lower', 'upper'])('pyfunc predicts the %s', (name) => {
  expect(outputs[name]?.length).toBeGreaterThan(30);
  expect(difference(predicted.pyfunc[name], outputs[name])).toBeLessThan(1e-6);
});

test.skipIf(!hasMlflow)('mlflow.onnx gives the same graph', () => {
  expect(difference(predicted.onnx, outputs.prediction)).toBeLessThan(1e-6);
});

test.skipIf(!hasMlflow)('columns may be absent, and the example is one that it takes', () => {
  expect(predicted.absent).toBe(outputs.prediction?.length);
  expect(predicted.example).toEqual([{ size: 1800, bed: 3, status: 'sold', state: null, city: null }]);
});
