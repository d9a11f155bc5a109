/**
 * An artifact as it was written before trees compared four sides of a feature and keys had numbers (earlier.onnx, with
 * earlier.json what it answered then). What has been trained goes on being served and explained.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shapOf } from '../../ml/explain/shap.ts';
import { scoreModel } from '../../ml/models/score.ts';
import type { Column, Table } from '../../ml/table.ts';
import { openModel } from '../session.ts';
import { readArtifact } from './read.ts';

interface Answered {
  readonly inputs: readonly { readonly name: string; readonly type: 'float' | 'string' }[];
  readonly columns: Readonly<Record<string, (number | string | null)[]>>;
  readonly outputs: Readonly<Record<string, (number | null)[]>>;
}

const file = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const bytes = file('earlier.onnx');
const { inputs, columns, outputs } = JSON.parse(file('earlier.json').toString('utf8')) as Answered;
const numbers = (values: readonly (number | null)[] = []) =>
  Float32Array.from(values, (value) => value ?? Number.NaN);
const table: Table = {
  rows: outputs.raw?.length ?? 0,
  columns: Object.fromEntries(
    inputs.map(({ name, type }): [string, Column] => {
      const values = columns[name] ?? [];
      return [
        name,
        type === 'string' ? (values as (string | null)[]) : Float64Array.from(numbers(values as number[])),
      ];
    }),
  ),
};

it('is served as it was', async () => {
  const model = await openModel(bytes);
  expect(model.inputs).toEqual(inputs);
  const answers = await model.run(table);
  for (const [name, expected] of Object.entries(outputs)) expect(answers[name]).toEqual(numbers(expected));
});

it('is explained: the trees read from it score as it answered, and contributions sum to that', () => {
  const { model, featureNames } = readArtifact(bytes);
  const x = { rows: table.rows, names: featureNames, data: numbers(outputs.features) };
  const raw = scoreModel(model, x);
  const { base, contributions } = shapOf(model)(x);
  raw.forEach((score, row) => {
    expect(score).toBeCloseTo(outputs.raw?.[row] as number, 5);
    const own = contributions.slice(row * featureNames.length, (row + 1) * featureNames.length);
    expect(own.reduce((sum, part) => sum + part, base[0] as number)).toBeCloseTo(score, 9);
  });
});
