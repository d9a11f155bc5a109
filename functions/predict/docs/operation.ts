/** Operations of the OpenAPI document: what is sent, what is answered, and how it is refused. */
import type { JsonSchema } from '../../../shared/datasets/schema.ts';

export const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export const content = (schema: JsonSchema, type = 'application/json'): object => ({ [type]: { schema } });

export const query = (name: string, schema: JsonSchema): object => ({ name, in: 'query', schema });

export interface Operation {
  readonly summary?: string;
  /** By status. */
  readonly responses: Readonly<Record<string, object>>;
  /** Of this one, where it is another than that of all. */
  readonly security?: readonly object[];
}

/** By path and method. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

interface Told {
  /** Media types of the body, with their schemas. */
  readonly body?: object;
  readonly answer?: JsonSchema;
  readonly status?: string;
  readonly parameters?: readonly object[];
}

export function operation(
  summary: string,
  { body, answer = { type: 'object' }, status = '200', parameters }: Told = {},
): Operation {
  return {
    summary,
    ...(parameters ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      [status]: { description: 'The answer', content: content(answer) },
      ...(body ? refusals : {}),
      503: error('No model yet, or what it needs is away'),
    },
  };
}

export const error = (description: string): object => ({ description, content: content(reference('Error')) });

const refusals = {
  400: error('Not JSON, or damaged'),
  413: error('Too large, as it is or unpacked'),
  415: error('A type, charset or content-encoding (gzip, deflate and br are) that is not taken'),
  422: error('Bad fields, every one named'),
};
