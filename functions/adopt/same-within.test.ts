/** A model by itself and inside of a graph of ours, as converters have written it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import type { Table } from '../../shared/ml/table.ts';
import { composeOffered } from '../../shared/onnx/offered/compose.ts';
import { outlineOf } from '../../shared/onnx/offered/outline.ts';
import { type OpenModel, openModel } from '../../shared/onnx/session.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import { MATRIX } from '../../tests/fixtures/offered.ts';
import { tinyModule } from '../../tests/tiny.ts';
import { type Contract, contractOf } from './contract.ts';
import { declaredIn } from './declared.ts';
import { mustBeSameWithin } from './same-within.ts';
import { shownFeatures } from './shown.ts';

await loadDatasets(tinyModule);
const flats = datasetNamed('tiny');
const ranked: Dataset = {
  ...flats,
  target: { column: 'rent', task: 'classification', classes: ['high', 'low'] },
};
const table: Table = {
  rows: 4,
  columns: {
    size: Float64Array.of(70, Number.NaN, 32.5, 120),
    rooms: Float64Array.of(3, 2, Number.NaN, 5),
    district: ['works', 'harbour', null, 'nowhere'],
  },
};

describe.each([
  ['lightgbm.onnx', flats, { 'marea.features': JSON.stringify(MATRIX), 'marea.answer': 'log' }],
  ['lightgbm.onnx', flats, { 'marea.features': JSON.stringify(MATRIX) }],
  ['scikit-learn.onnx', flats, {}],
  ['classes.onnx', ranked, {}],
  ['classes-zipmap.onnx', ranked, {}],
] as const)('%s', (name, dataset, said) => {
  const bytes = readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
  const outline = outlineOf(bytes);
  let contract: Contract;
  let within: OpenModel;
  beforeAll(async () => {
    contract = contractOf(dataset, outline, declaredIn(said));
    const shown = shownFeatures(dataset, contract.columns, table);
    within = await openModel(composeOffered({ outline, ...contract, shown }));
  });
  afterAll(() => within.close());

  test('answers the same', async () => {
    await mustBeSameWithin(within, bytes, contract, table);
  });

  test('is refused where one answer differs in the sixth digit, with both', async () => {
    const off = {
      run: async (...asked: Parameters<OpenModel['run']>) => {
        const { raw = [] } = await within.run(...asked);
        const numbers = Float32Array.from(raw, Number);
        numbers[2] = (numbers[2] as number) * (1 + 5e-6) + 5e-6;
        return { raw: numbers };
      },
    };
    await expect(mustBeSameWithin(off, bytes, contract, table)).rejects.toThrow(
      /it answers -?[\d.]+ .* where it answers -?[\d.]+ by itself: convert it/,
    );
  });
});
