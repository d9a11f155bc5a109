/** The answer to an inference request: its tensors in JSON, or as binary data behind the JSON. */
import type { Answer } from '../../../shared/runtime/http/http.ts';
import { jsonText } from '../../../shared/runtime/http/http.ts';
import { inTurns } from '../turns.ts';
import { JSON_LENGTH } from './body.ts';

export interface OutputTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly string[];
  readonly binary: boolean;
}

/** Values that are written in one go. */
const STRETCH = 2000;

/** @param head the members of the answer beside its outputs */
export async function inferAnswer(head: object, tensors: readonly OutputTensor[]): Promise<Answer> {
  const data = tensors.filter(({ binary }) => binary).map(({ values }) => bytesOf(values));
  const outputs = await inTurns(outputsText(tensors, data));
  const text = `${JSON.stringify(head).slice(0, -1)},"outputs":[${outputs.join(',')}]}`;
  if (data.length === 0) return jsonText(text);
  const json = Buffer.from(text);
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', [JSON_LENGTH]: String(json.length) },
    body: Buffer.concat([json, ...data]),
  };
}

function* outputsText(
  tensors: readonly OutputTensor[],
  data: readonly Buffer[],
): Generator<undefined, readonly string[], undefined> {
  const texts: string[] = [];
  let next = 0;
  for (const { name, shape, values, binary } of tensors) {
    const head = { name, datatype: values instanceof Float32Array ? 'FP32' : 'BYTES', shape };
    if (binary)
      texts.push(JSON.stringify({ ...head, parameters: { binary_data_size: data[next++]?.length } }));
    else texts.push(`${JSON.stringify(head).slice(0, -1)},"data":[${yield* valuesText(values)}]}`);
  }
  return texts;
}

/** JSON has no NaN: a missing feature becomes null. */
function* valuesText(values: OutputTensor['values']): Generator<undefined, string, undefined> {
  const texts: string[] = [];
  for (let start = 0; start < values.length; start += STRETCH) {
    texts.push(
      JSON.stringify(Array.from<string | number>(values.slice(start, start + STRETCH))).slice(1, -1),
    );
    yield;
  }
  return texts.join(',');
}

/** Numbers lie in memory as they are sent: the runtime of the model is there for little-endian machines alone. */
function bytesOf(values: OutputTensor['values']): Buffer {
  if (values instanceof Float32Array) return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const bytes = Buffer.alloc(values.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 0));
  let at = 0;
  for (const text of values) {
    const length = bytes.write(text, at + 4);
    bytes.writeUInt32LE(length, at);
    at += 4 + length;
  }
  return bytes;
}
