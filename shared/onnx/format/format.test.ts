import { describe, expect, it } from 'vitest';
import python from '../fixtures/python-model.json' with { type: 'json' };
import { decodeModel } from './decode.ts';
import { encodeModel } from './encode.ts';
import type { OnnxModel } from './model.ts';

const model: OnnxModel = {
  irVersion: 9,
  producer: 'test',
  operators: { '': 20, 'ai.onnx.ml': 3 },
  metadata: { dataset: 'realtor', note: 'Größe "x"' },
  graph: {
    name: 'all kinds',
    nodes: [
      {
        operator: 'Anything',
        domain: 'ai.onnx.ml',
        inputs: ['a', ''],
        outputs: ['b'],
        attributes: {
          float: { float: Math.fround(0.1) },
          none: { float: Number.NaN },
          integer: { integer: -7 },
          text: { text: 'ü' },
          floats: { floats: Float32Array.of(1, Number.NaN, -0) },
          integers: { integers: [0, -1, 2 ** 40] },
          texts: { texts: ['', 'Zürich'] },
        },
      },
    ],
    constants: [
      { name: 'f', type: 'float', shape: [2, 1], values: Float32Array.of(1, Number.NaN) },
      { name: 'd', type: 'double', shape: [1], values: Float64Array.of(Math.PI) },
      { name: 'i', type: 'int64', shape: [2], values: [-1, 2 ** 50] },
      { name: 's', type: 'string', shape: [2], values: ['', '<30'] },
      { name: 'scalar', type: 'float', shape: [], values: Float32Array.of(3) },
    ],
    inputs: [{ name: 'a', type: 'string', shape: ['N', 1] }],
    outputs: [{ name: 'b', type: 'float', shape: ['N', 3] }],
  },
};

describe('an ONNX file', () => {
  it('is read as it was written', () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it("is read as Python's onnx writes it", () => {
    const read = decodeModel(Buffer.from(python.base64, 'base64'));
    expect(read.producer).toBe('python');
    expect(read.operators).toEqual({ '': 20, 'ai.onnx.ml': 3 });
    expect(read.metadata).toEqual({ dataset: 'towns' });
    const [encoder, scaler, , transpose] = read.graph.nodes;
    expect(encoder?.attributes.keys_strings).toEqual({ texts: ['Zürich', 'Bern'] });
    expect(encoder?.attributes.default_float).toEqual({ float: 0.5 });
    expect(scaler?.attributes.scale).toEqual({ floats: Float32Array.of(3, 4) });
    expect(transpose?.attributes.perm).toEqual({ integers: [1, 0] });
    expect(read.graph.constants).toEqual([
      { name: 'weights', type: 'float', shape: [1, 1], values: Float32Array.of(1.5) },
    ]);
    expect(read.graph.outputs).toEqual([{ name: 'turned', type: 'float', shape: [1, 'N'] }]);
  });

  it('is refused when cut short', () => {
    const bytes = encodeModel(model);
    expect(() => decodeModel(bytes.subarray(0, bytes.length - 10))).toThrow('not a protocol buffer');
  });
});
