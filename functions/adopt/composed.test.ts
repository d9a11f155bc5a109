/** Models in all the ways in which converters write them, in one graph with what is ours, against what their makers answer. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import type { Table } from '../../shared/ml/table.ts';
import { encodeModel } from '../../shared/onnx/format/encode.ts';
import type { Tensor } from '../../shared/onnx/format/model.ts';
import { composeOffered } from '../../shared/onnx/offered/compose.ts';
import { outlineOf } from '../../shared/onnx/offered/outline.ts';
import { openModel } from '../../shared/onnx/session.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import { tinyModule } from '../../tests/tiny.ts';
import { contractOf } from './contract.ts';
import { declaredIn } from './declared.ts';
import { shownFeatures } from './shown.ts';

interface Answers {
  readonly columns: {
    readonly size: (number | null)[];
    readonly rooms: number[];
    readonly district: string[];
  };
  readonly classes: Readonly<Record<string, number[]>>;
}

const file = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const { columns, classes } = JSON.parse(file('answers.json').toString('utf8')) as Answers;
await loadDatasets(tinyModule);
const flats = datasetNamed('tiny');
const table: Table = {
  rows: columns.rooms.length,
  columns: {
    size: Float64Array.from(columns.size, (size) => size ?? Number.NaN),
    rooms: Float64Array.from(columns.rooms),
    district: columns.district,
  },
};
const ranked = (...names: string[]): Dataset => ({
  ...flats,
  target: { column: 'rent', task: 'classification', classes: names },
});

async function rawOf(dataset: Dataset, bytes: Uint8Array, said = {}): Promise<number[]> {
  const outline = outlineOf(bytes);
  const contract = contractOf(dataset, outline, declaredIn(said));
  const shown = shownFeatures(dataset, contract.columns, table);
  const model = await openModel(composeOffered({ outline, ...contract, shown }));
  const { raw } = await model.run(table, ['raw']);
  await model.close();
  return Array.from(raw as Float32Array);
}

describe.each(['classes.onnx', 'classes-zipmap.onnx'])('%s', (name) => {
  test.each([[['low', 'high']], [['high', 'low']]])(
    'gives the probabilities of %s in that order',
    async (order) => {
      const raw = await rawOf(ranked(...order), file(name));
      order.forEach((label, place) => {
        classes[label]?.forEach((wanted, row) => {
          expect(Math.exp(raw[2 * row + place] as number)).toBeCloseTo(wanted, 5);
        });
      });
    },
  );

  test('of other classes is refused', async () => {
    await expect(rawOf(ranked('cheap', 'dear'), file(name))).rejects.toThrow('expected cheap, dear');
  });

  test('takes what is declared for what its graph says', async () => {
    const raw = await rawOf(ranked('cheap', 'dear'), file(name), { 'marea.classes': '["dear", "cheap"]' });
    expect(Math.exp(raw[0] as number)).toBeCloseTo(classes.low?.[0] as number, 5);
  });
});

/** Twice the size, taken and given in other forms. */
function doubling(type: 'float' | 'double', shape: (string | number)[], output = 'y'): Uint8Array {
  const two: Tensor =
    type === 'float'
      ? { name: 'raw', shape: [1], type, values: Float32Array.of(2) }
      : { name: 'raw', shape: [1], type, values: Float64Array.of(2) };
  return encodeModel({
    irVersion: 8,
    producer: 'test',
    operators: { '': 9 },
    metadata: {},
    graph: {
      name: 'test',
      nodes: [{ operator: 'Mul', domain: '', inputs: ['size', 'raw'], outputs: [output], attributes: {} }],
      // The name of one of our outputs.
      constants: [two],
      inputs: [{ name: 'size', type, shape }],
      outputs: [{ name: output, type, shape }],
    },
  });
}

test.each<[string, Uint8Array]>([
  ['[N] floats', doubling('float', ['N'])],
  ['[N, 1] doubles', doubling('double', ['N', 1])],
  ['a name that an output of ours has', doubling('float', ['N', 1], 'prediction')],
])('%s are taken and given', async (_, bytes) => {
  const raw = await rawOf(flats, bytes);
  expect(Math.exp(raw[1] as number)).toBeCloseTo(2 * (columns.size[1] as number), 3);
});

test('one that gives the logarithm and one that gives the rent are told apart by what is declared', async () => {
  const bytes = doubling('float', ['N', 1]);
  const [unit, log] = [await rawOf(flats, bytes), await rawOf(flats, bytes, { 'marea.answer': 'log' })];
  expect([unit[1], log[1]]).toEqual([expect.closeTo(Math.log(92), 5), 92]);
});

test('a number for a text is refused', async () => {
  const { columns: declared } = flats;
  const asText: Dataset = { ...flats, columns: { ...declared, size: { type: 'text', label: 'Size' } } };
  await expect(rawOf(asText, doubling('float', ['N', 1]))).rejects.toThrow('expected texts');
});
