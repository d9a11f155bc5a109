/** The Open Inference Protocol v2 in the OpenAPI document. */
import type { JsonSchema } from '../../../shared/datasets/schema.ts';
import { JSON_LENGTH } from '../open-inference/body.ts';
import { content, operation, type Paths } from './operation.ts';

const text: JsonSchema = { type: 'string' };
const object = (properties: object): JsonSchema => ({ type: 'object', properties });
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const tensor = {
  name: text,
  datatype: { ...text, description: 'FP32 for numbers (any numeric one is taken), BYTES for texts' },
  shape: { ...listOf({ type: 'integer' }), description: '[rows, 1] or [rows] for inputs' },
  data: { type: 'array', description: 'values; null is missing' },
};
const inputs = listOf(
  object({
    ...tensor,
    parameters: object({
      binary_data_size: { type: 'integer', description: 'bytes of it after the JSON, in place of data' },
    }),
  }),
);
const outputs = listOf(object({ name: text, parameters: object({ binary_data: { type: 'boolean' } }) }));
const request: JsonSchema = {
  ...object({ id: text, inputs, outputs, parameters: object({ binary_data_output: { type: 'boolean' } }) }),
  required: ['inputs'],
};
const answer = object({ model_name: text, model_version: text, id: text, outputs: listOf(object(tensor)) });

const jsonLength = {
  name: JSON_LENGTH,
  in: 'header',
  description: 'Bytes of the JSON, where binary data of tensors follow it (Binary Tensor Data Extension)',
  schema: { type: 'integer' },
};
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const binary = content({ type: 'string', format: 'binary' }, 'application/octet-stream');

/** Each path with and without the version. */
export function openInferencePaths(): Paths {
  return {
    '/v2': { get: operation('The server and its extensions') },
    '/v2/health/live': { get: operation('Whether it lives') },
    '/v2/health/ready': { get: operation('Whether it can answer') },
    ...ofModel('/v2/models/{model}', [inPath('model')]),
    ...ofModel('/v2/models/{model}/versions/{version}', [inPath('model'), inPath('version')]),
  };
}

function ofModel(path: string, parameters: readonly object[]): Paths {
  return {
    [path]: { get: operation('Inputs and outputs of the model', { parameters }) },
    [`${path}/ready`]: { get: operation('Whether the model can answer', { parameters }) },
    [`${path}/infer`]: {
      post: operation('Tensors in, tensors out: as JSON or binary', {
        body: { ...content(request), ...binary },
        answer,
        parameters: [...parameters, jsonLength],
      }),
    },
  };
}
