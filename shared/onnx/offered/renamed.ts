/** Nodes and constants under other names, so that those of two graphs never meet. Contents stay as they came. */
import { fieldsOf } from '../protobuf/reader.ts';
import { ProtobufWriter } from '../protobuf/writer.ts';
import type { Outline, OutlinedNode } from './outline.ts';

/** No name of ours begins so. */
const MARK = 'offered/';

/** "" stands for an input that is left out. */
export const renamed = (name: string): string => (name === '' ? '' : MARK + name);

/** Numbers of the fields of NodeProto. */
const fields = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const;

export function renamedNode({ bytes, inputs, outputs, operator, domain }: OutlinedNode): Uint8Array {
  const writer = new ProtobufWriter(bytes.length + 256);
  for (const name of inputs) writer.text(fields.input, renamed(name));
  for (const name of outputs) writer.text(fields.output, renamed(name));
  writer.text(fields.operator, operator);
  for (const field of fieldsOf(bytes))
    if (field.number === fields.attribute) writer.bytes(fields.attribute, field.bytes);
  if (domain) writer.text(fields.domain, domain);
  return writer.finish();
}

/** Of a field that is there twice the last one counts. */
export function renamedConstant({ name, bytes }: Outline['constants'][number]): Uint8Array {
  return Buffer.concat([bytes, new ProtobufWriter().text(8, renamed(name)).finish()]);
}

export const isRenamed = (name: string): boolean => name.startsWith(MARK);
