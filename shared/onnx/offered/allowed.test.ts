/** Graphs as nobody should be able to bring them. */
import { describe, expect, test } from 'vitest';
import { ProtobufWriter } from '../protobuf/writer.ts';
import { allowedOperators } from './allowed.ts';
import { outlineOf } from './outline.ts';

type Write = (writer: ProtobufWriter) => void;

interface Parts {
  readonly operators?: readonly [string, number][];
  readonly nodes?: readonly Write[];
  readonly constants?: readonly Write[];
  /** Of the model, and of its graph. */
  readonly more?: Write;
  readonly within?: Write;
}

const nothing: Write = () => {};

/** Numbers of fields are those of onnx.proto3. */
function model({
  operators = [['', 13]],
  nodes = [],
  constants = [],
  more = nothing,
  within = nothing,
}: Parts) {
  const file = new ProtobufWriter();
  file.message(7, (graph) => {
    for (const node of nodes) graph.message(1, node);
    for (const constant of constants) graph.message(5, constant);
    within(graph);
  });
  for (const [domain, version] of operators)
    file.message(8, (set) => set.text(1, domain).integer(2, version));
  more(file);
  return outlineOf(file.finish());
}

const node =
  (operator: string, attribute: Write = nothing, domain = ''): Write =>
  (writer) => {
    writer.text(1, 'x').text(2, 'y').text(4, operator).message(5, attribute);
    if (domain) writer.text(7, domain);
  };

describe.each<[string, Parts, string]>([
  [
    'a constant in another file',
    { constants: [(one) => one.text(8, 'w').message(13, nothing).integer(14, 1)] },
    'constant "w" is kept in another file',
  ],
  [
    'one that only says so',
    { constants: [(one) => one.text(8, 'w').integer(14, 1)] },
    'constant "w" is kept in another file',
  ],
  [
    'one within a node',
    { nodes: [node('Constant', (of) => of.text(1, 'value').message(5, (t) => t.integer(14, 1)))] },
    'kept in another file',
  ],
  [
    'a graph within the graph',
    { nodes: [node('Loop', (of) => of.text(1, 'body').message(6, nothing))] },
    'a graph within the graph',
  ],
  [
    'operators of somebody',
    {
      operators: [
        ['', 13],
        ['com.example', 1],
      ],
    },
    'operators of "com.example"',
  ],
  ['a node of somebody', { nodes: [node('Do', nothing, 'com.microsoft')] }, 'operators of "com.microsoft"'],
  ['functions of its own', { more: (file) => file.message(25, nothing) }, 'functions of its own'],
  ['sparse constants', { within: (graph) => graph.message(15, nothing) }, 'sparse constants'],
  ['operators of the future', { operators: [['', 99]] }, 'convert it with target_opset from 7 to 22'],
  [
    'an operator that meant something else',
    { operators: [['', 9]], nodes: [node('Squeeze')] },
    'Squeeze is not taken',
  ],
])('%s', (_, parts, reason) => {
  test('is refused', () => {
    expect(() => allowedOperators(model(parts))).toThrow(reason);
  });
});

test('what is old and means the same is run as what is newer', () => {
  const old = model({
    operators: [
      ['ai.onnx', 8],
      ['ai.onnx.ml', 1],
    ],
    nodes: [node('Identity', nothing, 'ai.onnx')],
  });
  expect(allowedOperators(old)).toEqual({ main: 13, ml: 3 });
});

test('bytes that are no model are refused as such', () => {
  expect(() => outlineOf(Buffer.from('PK...'))).toThrow('no ONNX model');
});
