/** Writes an ONNX model as a file. Numbers of fields are those of onnx.proto3. */
import { littleEndian, ProtobufWriter } from '../protobuf/writer.ts';
import {
  type Attribute,
  elementTypes,
  type Graph,
  type GraphNode,
  type GraphValue,
  type OnnxModel,
  type Tensor,
} from './model.ts';

export function encodeModel(model: OnnxModel): Uint8Array {
  const file = new ProtobufWriter(1 << 16);
  file.integer(1, model.irVersion).text(2, model.producer);
  file.message(7, (graph) => writeGraph(graph, model.graph));
  for (const [domain, version] of Object.entries(model.operators)) {
    file.message(8, (set) => set.text(1, domain).integer(2, version));
  }
  for (const [key, value] of Object.entries(model.metadata)) {
    file.message(14, (entry) => entry.text(1, key).text(2, value));
  }
  return file.finish();
}

function writeGraph(writer: ProtobufWriter, graph: Graph): void {
  const { before = 0, nodes = [], constants = [] } = graph.between ?? {};
  const own = (part: readonly GraphNode[]): void => {
    for (const node of part) writer.message(1, (inner) => writeNode(inner, node));
  };
  own(graph.nodes.slice(0, before));
  for (const node of nodes) writer.bytes(1, node);
  own(graph.nodes.slice(before));
  writer.text(2, graph.name);
  for (const constant of constants) writer.bytes(5, constant);
  for (const tensor of graph.constants) writer.message(5, (inner) => writeTensor(inner, tensor));
  for (const input of graph.inputs) writer.message(11, (inner) => writeValue(inner, input));
  for (const output of graph.outputs) writer.message(12, (inner) => writeValue(inner, output));
}

export function writeNode(writer: ProtobufWriter, node: GraphNode): void {
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  writer.text(3, node.outputs[0] ?? '').text(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(5, (inner) => writeAttribute(inner.text(1, name), attribute));
  }
  if (node.domain) writer.text(7, node.domain);
}

/** Field 20 is the attribute's type. */
function writeAttribute(writer: ProtobufWriter, attribute: Attribute): void {
  if ('float' in attribute) writer.float(2, attribute.float).integer(20, 1);
  else if ('integer' in attribute) writer.integer(3, attribute.integer).integer(20, 2);
  else if ('text' in attribute) writer.text(4, attribute.text).integer(20, 3);
  else if ('floats' in attribute) writer.packedFloats(7, attribute.floats).integer(20, 6);
  else if ('integers' in attribute) writer.packedIntegers(8, attribute.integers).integer(20, 7);
  else {
    for (const value of attribute.texts) writer.text(9, value);
    writer.integer(20, 8);
  }
}

function writeTensor(writer: ProtobufWriter, tensor: Tensor): void {
  writer.packedIntegers(1, tensor.shape).integer(2, elementTypes[tensor.type]);
  if (tensor.type === 'string') for (const value of tensor.values) writer.text(6, value);
  writer.text(8, tensor.name);
  if (tensor.type === 'int64') writer.bytes(9, littleEndian(BigInt64Array.from(tensor.values, BigInt)));
  else if (tensor.type !== 'string') writer.bytes(9, littleEndian(tensor.values));
}

export function writeValue(writer: ProtobufWriter, { name, type, shape }: GraphValue): void {
  writer.text(1, name).message(2, (value) =>
    value.message(1, (tensor) =>
      tensor.integer(1, elementTypes[type]).message(2, (dimensions) => {
        for (const size of shape) {
          dimensions.message(1, (inner) =>
            typeof size === 'string' ? inner.text(2, size) : inner.integer(1, size),
          );
        }
      }),
    ),
  );
}
