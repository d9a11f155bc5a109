/** Real processes: models that want too much of one. */
import { expect, test } from 'vitest';
import { encodeModel } from '../../shared/onnx/format/encode.ts';
import type { GraphNode, Tensor } from '../../shared/onnx/format/model.ts';
import { type Limits, openApart } from './apart.ts';

const table = { rows: 2, columns: { size: Float64Array.of(70, 30) } };
const node = (operator: string, inputs: string[], output: string, attributes = {}): GraphNode => ({
  operator,
  domain: '',
  inputs,
  outputs: [output],
  attributes,
});
const integers = (name: string, values: number[]): Tensor => ({
  name,
  shape: [values.length],
  type: 'int64',
  values,
});

/** The sum of so many copies of each number, `times` over. */
function summing(copies: number, times = 1): Uint8Array {
  const rounds = Array.from({ length: times }, (_, round) => [
    node('Expand', [round === 0 ? 'size' : `sum${round - 1}`, 'copies'], `all${round}`),
    node('ReduceSum', [`all${round}`, 'axes'], `sum${round}`),
  ]).flat();
  return encodeModel({
    irVersion: 9,
    producer: 'test',
    operators: { '': 18 },
    metadata: {},
    graph: {
      name: 'test',
      nodes: [...rounds, node('Identity', [`sum${times - 1}`], 'raw')],
      constants: [integers('copies', [1, copies]), integers('axes', [1])],
      inputs: [{ name: 'size', type: 'float', shape: ['N', 1] }],
      outputs: [{ name: 'raw', type: 'float', shape: ['N', 1] }],
    },
  });
}

async function asked(graph: Uint8Array, limits?: Limits): Promise<number[]> {
  const model = await openApart(graph, limits);
  try {
    return Array.from((await model.run(table, ['raw'])).raw as Float32Array);
  } finally {
    model.stop();
  }
}

test('one that keeps within its limits answers', async () => {
  expect(await asked(summing(3))).toEqual([210, 90]);
});

test('one that takes too much memory is stopped', async () => {
  const limits = { milliseconds: 60_000, memory: 400 };
  await expect(asked(summing(150_000_000), limits)).rejects.toThrow('more than 400 MiB of memory');
});

test('one that takes too long is stopped', async () => {
  const limits = { milliseconds: 300, memory: 700 };
  await expect(asked(summing(2_000_000, 2000), limits)).rejects.toThrow('more than 0.3 s to answer');
});

test('what the runtime cannot open is refused with its word', async () => {
  const unknown = summing(1);
  await expect(asked(unknown.subarray(0, unknown.length - 40))).rejects.toThrow('the runtime refuses it');
});
