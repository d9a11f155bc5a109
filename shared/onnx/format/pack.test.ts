import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { encodeModel } from './encode.ts';
import type { GraphValue } from './model.ts';
import { packModel } from './pack.ts';

const column = (name: string, type: GraphValue['type'] = 'float'): GraphValue => ({
  name,
  type,
  shape: ['N', 1],
});
const node = (operator: string, inputs: string[], outputs: string[], attributes = {}) => ({
  operator,
  domain: '',
  inputs,
  outputs,
  attributes,
});

/** b - a and a - b, cut out of one matrix, and the text as it is. */
const model = (inputs: readonly GraphValue[]) =>
  encodeModel({
    irVersion: 9,
    producer: 'test',
    operators: { '': 20 },
    metadata: { key: 'value' },
    graph: {
      name: 'g',
      nodes: [
        node('Sub', ['b', 'a'], ['up']),
        node('Sub', ['a', 'b'], ['down']),
        node('Concat', ['up', 'down'], ['both'], { axis: { integer: 1 } }),
        node('Split', ['both'], ['first', 'second'], { axis: { integer: 1 }, num_outputs: { integer: 2 } }),
        node('Identity', ['t'], ['text']),
      ],
      constants: [],
      inputs,
      outputs: [column('second'), column('first'), column('text', 'string')],
    },
  });

const columns = [column('a'), column('t', 'string'), column('b')];

describe('a packed model', () => {
  const packed = packModel(model(columns));

  it('says what the file takes and gives', () => {
    expect(packed.inputs).toEqual([
      { name: 'a', type: 'float' },
      { name: 't', type: 'string' },
      { name: 'b', type: 'float' },
    ]);
    expect(packed.outputs).toEqual(['second', 'first', 'text']);
    expect(packed.joined).toEqual({ name: 'both', columns: ['first', 'second'] });
  });

  it('takes all numbers in one input and all texts in another, and answers as the file does', async () => {
    const session = await InferenceSession.create(packed.bytes);
    expect(session.inputNames).toEqual(['/numbers', '/texts']);
    expect(session.outputNames).toEqual(['text', 'both']);
    const answer = await session.run({
      '/numbers': new Tensor('float32', Float32Array.of(1, 10, 2, 30), [2, 2]),
      '/texts': new Tensor('string', ['x', 'y'], [2, 1]),
    });
    expect(Array.from(answer.both?.data as Float32Array)).toEqual([9, -9, 28, -28]);
    expect(answer.text?.data).toEqual(['x', 'y']);
  });

  it('is refused when an input is no column', () => {
    const wide: GraphValue = { name: 'a', type: 'float', shape: ['N', 2] };
    expect(() => packModel(model([wide, ...columns.slice(1)]))).toThrow(
      'input "a" has type float and shape N,2',
    );
    expect(() => packModel(model([column('a', 'int64'), ...columns.slice(1)]))).toThrow('has type int64');
  });
});
