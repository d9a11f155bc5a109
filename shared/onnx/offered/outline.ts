/**
 * An ONNX file of somebody else's, as far as it has to be known to be taken into a graph of ours: what it takes and
 * gives, and of its nodes and constants what they are named. Their contents are passed on as they came.
 */
import { readNode } from '../format/decode.ts';
import type { GraphNode } from '../format/model.ts';
import { type Field, fieldsOf, integersOf } from '../protobuf/reader.ts';
import { RefusedModel } from './refused.ts';

export interface Outline {
  /** Version of each operator set by its domain; "" is ai.onnx. */
  readonly operators: ReadonlyMap<string, number>;
  /** Functions of its own. */
  readonly functions: number;
  readonly nodes: readonly OutlinedNode[];
  readonly constants: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Constants that are written in another way. */
  readonly sparse: number;
  /** Without those that are constants. */
  readonly inputs: readonly OutlinedValue[];
  readonly outputs: readonly OutlinedValue[];
}

export interface OutlinedNode extends GraphNode {
  readonly bytes: Uint8Array;
}

export interface OutlinedValue {
  readonly name: string;
  /** TensorProto.DataType; undefined for what is no tensor, as a list of maps. */
  readonly element: number | undefined;
  /** Undefined where a dimension varies. */
  readonly shape: readonly (number | undefined)[];
}

/** @throws RefusedModel when the bytes are no ONNX model */
export function outlineOf(bytes: Uint8Array): Outline {
  try {
    return outlined([...fieldsOf(bytes)]);
  } catch (cause) {
    if (cause instanceof RefusedModel) throw cause;
    throw new RefusedModel(`its file is no ONNX model: ${(cause as Error).message}`, { cause });
  }
}

function outlined(file: readonly Field[]): Outline {
  const graph = messages(file, 7)[0];
  if (!graph) throw new RefusedModel('its file is no ONNX model: it has no graph');
  const parts = [...fieldsOf(graph)];
  const constants = messages(parts, 5).map((bytes) => ({ name: textIn(bytes, 8), bytes }));
  const named = new Set(constants.map(({ name }) => name));
  return {
    operators: new Map(messages(file, 8).map(operatorsIn)),
    functions: messages(file, 25).length,
    nodes: messages(parts, 1).map(nodeIn),
    constants,
    sparse: messages(parts, 15).length,
    inputs: messages(parts, 11)
      .map(valueIn)
      .filter(({ name }) => !named.has(name)),
    outputs: messages(parts, 12).map(valueIn),
  };
}

const messages = (fields: readonly Field[], number: number): Buffer[] =>
  fields.filter((field) => field.number === number).map(({ bytes }) => bytes);

const textIn = (message: Uint8Array, number: number): string =>
  messages([...fieldsOf(message)], number)[0]?.toString('utf8') ?? '';

/** "ai.onnx" is another name of "". */
export const domainOf = (name: string): string => (name === 'ai.onnx' ? '' : name);

function operatorsIn(message: Buffer): [string, number] {
  const version = [...fieldsOf(message)].find(({ number }) => number === 2)?.varint ?? 0;
  return [domainOf(textIn(message, 1)), version];
}

/** Attributes are read when they are asked for, which a getter does not outlive when it is copied. */
function nodeIn(bytes: Buffer): OutlinedNode {
  const node = readNode(bytes);
  return Object.assign(node, { bytes, domain: domainOf(node.domain) });
}

function valueIn(message: Buffer): OutlinedValue {
  const type = messages([...fieldsOf(message)], 2)[0] ?? Buffer.alloc(0);
  const tensor = messages([...fieldsOf(type)], 1)[0];
  const name = textIn(message, 1);
  if (!tensor) return { name, element: undefined, shape: [] };
  const fields = [...fieldsOf(tensor)];
  const dimensions = messages(fields, 2).flatMap((shape) => messages([...fieldsOf(shape)], 1));
  return {
    name,
    element: fields.find(({ number }) => number === 1)?.varint,
    shape: dimensions.map((one) => sizeIn([...fieldsOf(one)])),
  };
}

/** Converters write a size that varies as a name, as nothing, or as 0 or less. */
function sizeIn(fields: readonly Field[]): number | undefined {
  const size = fields.filter(({ number }) => number === 1).flatMap(integersOf)[0];
  return size !== undefined && size > 0 ? size : undefined;
}
