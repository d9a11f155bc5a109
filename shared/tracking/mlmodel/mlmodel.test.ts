/** fixtures/MLmodel.yaml is what MLflow 2.10.2 writes when it has read this version's folder and saves it again. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ColumnDeclaration } from '../../datasets/declaration.ts';
import { mlflowFiles } from './files.ts';
import { inputsOf, mlmodelText } from './mlmodel.ts';

const number: ColumnDeclaration = { type: 'number', label: 'A number' };
const text: ColumnDeclaration = { type: 'text', label: 'A text' };
const columns = { size: number, bed: number, status: text, state: text, city: text };
const houses = {
  dataset: 'houses',
  version: 7,
  task: 'regression' as const,
  target: 'price',
  runId: 'a'.repeat(32),
  createdAt: '2026-01-02T03:04:05Z',
  family: 'boosting',
  parameters: {},
  metrics: {},
  featureNames: [],
  inputs: [
    { name: 'size', type: 'float' as const },
    { name: 'bed', type: 'float' as const },
    ...['status', 'state', 'city'].map((name) => ({ name, type: 'string' as const })),
  ],
  interval: { level: 0.9 },
  classes: null,
  values: {},
  rows: { train: 1, validation: 1, calibration: 1, test: 1 },
  example: { bed: 3, size: 1800, status: 'sold', state: "State 'x' 1" },
};

/** The signature is JSON in YAML, and JSON may have blanks. */
function read(text: string): object {
  const { signature, ...rest } = parse(text) as { signature: Record<string, string> };
  const { inputs = '', outputs = '', params } = signature;
  return { ...rest, inputs: JSON.parse(inputs), outputs: JSON.parse(outputs), params };
}

test('MLmodel says to MLflow what it means to say', () => {
  const reference = readFileSync(new URL('./fixtures/MLmodel.yaml', import.meta.url), 'utf8');
  expect(read(mlmodelText(houses, columns))).toEqual(read(reference));
});

test('a day is a text for who asks, and every column may be absent', () => {
  const day: ColumnDeclaration = { type: 'date', label: 'A day' };
  expect(inputsOf({ inputs: [{ name: 'sold', type: 'float' }] }, { sold: day })).toEqual([
    { type: 'string', name: 'sold', required: false },
  ]);
});

test('names with quotes stay what they are, and a classification tells each probability', () => {
  const odd = { ...houses, classes: ["it's", 'no'] };
  const { signature } = parse(mlmodelText(odd, columns)) as { signature: { outputs: string } };
  const names = (JSON.parse(signature.outputs) as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(['label', "probability_it's", 'probability_no']);
});

test('the example has every input, missing where the data set gives none', () => {
  const example = mlflowFiles(houses, columns)['input_example.json'] ?? '';
  expect(JSON.parse(example)).toEqual({
    columns: ['size', 'bed', 'status', 'state', 'city'],
    data: [[1800, 3, 'sold', "State 'x' 1", null]],
  });
});
