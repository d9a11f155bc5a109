/**
 * An artifact takes and gives each column by itself, by its name. A runtime spends longer on ten inputs of one column
 * than on the model, so the graph that is run is that of the file with other ends: one input for all numbers, one for
 * all texts, and what it splits at its end in one piece.
 */
import { type Field, fieldsOf } from '../protobuf/reader.ts';
import { ProtobufWriter } from '../protobuf/writer.ts';
import { readNode, readValue } from './decode.ts';
import { writeNode, writeValue } from './encode.ts';
import type { GraphNode, GraphValue } from './model.ts';

export interface PackedModel {
  readonly bytes: Uint8Array;
  /** Those of the file: columns of the packed inputs, in their order. */
  readonly inputs: readonly { readonly name: string; readonly type: 'float' | 'string' }[];
  /** Those of the file. */
  readonly outputs: readonly string[];
  /** The output of the packed graph that has several of the file's as its columns. */
  readonly joined?: { readonly name: string; readonly columns: readonly string[] };
}

/** Inputs of the packed graph, [N, columns of that type]; one without columns is not there. */
export const packedNames = { float: '/numbers', string: '/texts' } as const;
const types = ['float', 'string'] as const;

/** Numbers of the fields of ModelProto and GraphProto. */
const fields = {
  irVersion: 1,
  modelVersion: 5,
  graph: 7,
  operators: 8,
  node: 1,
  input: 11,
  output: 12,
} as const;

/** @throws when the bytes are no protocol buffer, hold no graph, or one with inputs of other types */
export function packModel(bytes: Uint8Array): PackedModel {
  const file = new ProtobufWriter(bytes.length + 4096);
  let packed: Omit<PackedModel, 'bytes'> | undefined;
  const all = [...fieldsOf(bytes)];
  const version = versionIn(all);
  for (const field of all) {
    if (field.number !== fields.graph) copy(file, field);
    else
      file.message(fields.graph, (graph) => {
        packed = packGraph(graph, [...fieldsOf(field.bytes)], version);
      });
  }
  if (!packed) throw new Error('not an ONNX model: it has no graph');
  return { ...packed, bytes: file.finish() };
}

function copy(writer: ProtobufWriter, { number, varint, bytes }: Field): void {
  if (number === fields.irVersion || number === fields.modelVersion) writer.integer(number, varint);
  else writer.bytes(number, bytes);
}

/** Of the common operators. */
function versionIn(file: readonly Field[]): number {
  const sets = file
    .filter(({ number }) => number === fields.operators)
    .map(({ bytes }) => [...fieldsOf(bytes)]);
  const main = sets.find((set) => !set.some(({ number, bytes }) => number === 1 && bytes.length > 0));
  return main?.find(({ number }) => number === 2)?.varint ?? 0;
}

function packGraph(
  writer: ProtobufWriter,
  graph: readonly Field[],
  version: number,
): Omit<PackedModel, 'bytes'> {
  const all = (number: number) =>
    graph.filter((field) => field.number === number).map((field) => field.bytes);
  const inputs = all(fields.input).map(readValue).map(columnOf);
  const outputs = all(fields.output).map(readValue);
  const last = all(fields.node)
    .map(readNode)
    .find((node) => splitsOutputs(node, outputs));
  for (const type of types)
    writeInput(
      writer,
      type,
      inputs.filter((input) => input.type === type).map(({ name }) => name),
      version,
    );
  for (const field of graph)
    if (field.number !== fields.input && field.number !== fields.output)
      writer.bytes(field.number, field.bytes);
  for (const output of outputs)
    if (!last?.outputs.includes(output.name))
      writer.message(fields.output, (inner) => writeValue(inner, output));
  const names = outputs.map(({ name }) => name);
  const [name] = last?.inputs ?? [];
  if (!last || name === undefined) return { inputs, outputs: names };
  writer.message(fields.output, (inner) =>
    writeValue(inner, { name, type: 'float', shape: ['N', last.outputs.length] }),
  );
  return { inputs, outputs: names, joined: { name, columns: last.outputs } };
}

function columnOf({ name, type, shape }: GraphValue): PackedModel['inputs'][number] {
  if ((type === 'float' || type === 'string') && shape.length === 2 && shape[1] === 1) return { name, type };
  throw new Error(
    `input "${name}" has type ${type} and shape ${shape}, expected one column of floats or texts`,
  );
}

/** Floats that are cut into outputs of one column each. */
function splitsOutputs({ operator, outputs: parts }: GraphNode, outputs: readonly GraphValue[]): boolean {
  return (
    operator === 'Split' &&
    parts.every((part) =>
      outputs.some(({ name, type, shape }) => name === part && type === 'float' && shape[1] === 1),
    )
  );
}

function writeInput(
  writer: ProtobufWriter,
  type: 'float' | 'string',
  outputs: readonly string[],
  version: number,
): void {
  if (outputs.length === 0) return;
  const name = packedNames[type];
  // Before opset 18 a Split knows by its outputs how many there are.
  const count: GraphNode['attributes'] = version < 18 ? {} : { num_outputs: { integer: outputs.length } };
  const attributes = { axis: { integer: 1 }, ...count };
  writer.message(fields.input, (inner) => writeValue(inner, { name, type, shape: ['N', outputs.length] }));
  writer.message(fields.node, (inner) =>
    writeNode(inner, { operator: 'Split', domain: '', inputs: [name], outputs, attributes }),
  );
}
