/** Reads an ONNX file. Fields that our graphs do not use are passed over. */
import { aligned, type Field, fieldsOf, floatsOf, integersOf } from '../protobuf/reader.ts';
import {
  type Attribute,
  elementTypeOf,
  elementTypes,
  type Graph,
  type GraphNode,
  type GraphValue,
  type OnnxModel,
  type Tensor,
} from './model.ts';

/** @throws when the bytes are no protocol buffer, or hold no graph */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const fields = grouped(bytes);
  const graph = fields.get(7)?.[0];
  if (!graph) throw new Error('not an ONNX model: it has no graph');
  return {
    irVersion: fields.get(1)?.[0]?.varint ?? 0,
    producer: firstText(fields, 2),
    operators: Object.fromEntries(
      all(fields, 8, grouped).map((set) => [firstText(set, 1), set.get(2)?.[0]?.varint ?? 0]),
    ),
    graph: readGraph(graph.bytes),
    metadata: Object.fromEntries(
      all(fields, 14, grouped).map((entry) => [firstText(entry, 1), firstText(entry, 2)]),
    ),
  };
}

type Fields = Map<number, Field[]>;

function grouped(message: Uint8Array): Fields {
  const fields: Fields = new Map();
  for (const field of fieldsOf(message)) {
    const known = fields.get(field.number);
    if (known) known.push(field);
    else fields.set(field.number, [field]);
  }
  return fields;
}

const all = <T>(fields: Fields, number: number, read: (bytes: Buffer) => T): T[] =>
  (fields.get(number) ?? []).map(({ bytes }) => read(bytes));
const texts = (fields: Fields, number: number): string[] =>
  all(fields, number, (bytes) => bytes.toString('utf8'));
const firstText = (fields: Fields, number: number): string => texts(fields, number)[0] ?? '';

function readGraph(bytes: Uint8Array): Graph {
  const fields = grouped(bytes);
  return {
    name: firstText(fields, 2),
    nodes: all(fields, 1, readNode),
    constants: all(fields, 5, tensorIn).filter((tensor) => tensor !== undefined),
    inputs: all(fields, 11, readValue),
    outputs: all(fields, 12, readValue),
  };
}

/** Attributes are read when asked for: a graph has tables of many thousand keys that few want. */
export function readNode(bytes: Uint8Array): GraphNode {
  const fields = grouped(bytes);
  let attributes: GraphNode['attributes'] | undefined;
  return {
    operator: firstText(fields, 4),
    domain: firstText(fields, 7),
    inputs: texts(fields, 1),
    outputs: texts(fields, 2),
    get attributes() {
      attributes ??= Object.fromEntries(all(fields, 5, readAttribute));
      return attributes;
    },
  };
}

function readAttribute(bytes: Uint8Array): [string, Attribute] {
  const fields = grouped(bytes);
  return [firstText(fields, 1), attributeOf(fields)];
}

function attributeOf(fields: Fields): Attribute {
  const type = fields.get(20)?.[0]?.varint ?? 0;
  switch (type) {
    case 1:
      return { float: fields.get(2)?.[0]?.bytes.readFloatLE() ?? 0 };
    case 2:
      return { integer: fields.get(3)?.[0]?.varint ?? 0 };
    case 3:
      return { text: firstText(fields, 4) };
    case 6:
      return { floats: joinFloats(fields.get(7) ?? []) };
    case 7:
      return { integers: joinIntegers(fields.get(8) ?? []) };
    case 8:
      return { texts: texts(fields, 9) };
    default:
      throw new Error(`attribute "${firstText(fields, 1)}" has type ${type}, expected 1, 2, 3, 6, 7 or 8`);
  }
}

function joinIntegers(fields: readonly Field[]): number[] {
  if (fields.length === 1) return integersOf(fields[0] as Field);
  return fields.flatMap(integersOf);
}

/** Python's onnx writes a list of floats unpacked: one field for each. */
function joinFloats(fields: readonly Field[]): Float32Array {
  if (fields.length === 1) return floatsOf(fields[0] as Field);
  return Float32Array.from(fields, ({ bytes }) => bytes.readFloatLE());
}

/** Of a type that our graphs do not use it belongs to a model that was taken into one, and is passed over. */
function tensorIn(bytes: Uint8Array): Tensor | undefined {
  const fields = grouped(bytes);
  const type = fields.get(2)?.[0]?.varint ?? 0;
  return Object.values(elementTypes).includes(type) ? readTensor(fields) : undefined;
}

/** The numbers of a tensor are in raw bytes, as our writer puts them. Of two names the last one counts. */
function readTensor(fields: Fields): Tensor {
  const name = texts(fields, 8).at(-1) ?? '';
  const shape = (fields.get(1) ?? []).flatMap(integersOf);
  const type = elementTypeOf(fields.get(2)?.[0]?.varint ?? 0);
  if (type === 'string') return { name, shape, type, values: texts(fields, 6) };
  const raw = aligned(fields.get(9)?.[0]?.bytes ?? Buffer.alloc(0));
  if (type === 'int64') return { name, shape, type, values: Array.from(new BigInt64Array(raw), Number) };
  if (type === 'double') return { name, shape, type, values: new Float64Array(raw) };
  return { name, shape, type, values: new Float32Array(raw) };
}

export function readValue(bytes: Uint8Array): GraphValue {
  const fields = grouped(bytes);
  const value = grouped(fields.get(2)?.[0]?.bytes ?? Buffer.alloc(0));
  const tensor = grouped(value.get(1)?.[0]?.bytes ?? Buffer.alloc(0));
  const dimensions = grouped(tensor.get(2)?.[0]?.bytes ?? Buffer.alloc(0));
  const shape = all(dimensions, 1, grouped).map((size) => size.get(1)?.[0]?.varint ?? firstText(size, 2));
  return { name: firstText(fields, 1), type: elementTypeOf(tensor.get(1)?.[0]?.varint ?? 0), shape };
}
