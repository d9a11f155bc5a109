/** GET /openapi.json: the contract of this data set's predictions, made from its declaration. */

import { type JsonSchema, requestSchema } from '../../../shared/datasets/schema.ts';
import { type Answer, json } from '../../../shared/runtime/http.ts';
import type { Service } from '../service.ts';
import { VERSION } from '../version.ts';
import { comparablesSchema, explanationSchema, importanceSchema } from './explaining.ts';
import { answerSchema, errorSchema, feedbackSchema } from './schemas.ts';

const made = new WeakMap<object, Answer>();

export function openapi({ dataset }: Service): Answer {
  const known = made.get(dataset);
  if (known) return known;
  const answer = json({
    openapi: '3.1.0',
    info: {
      title: `${dataset.title}: predictions of ${dataset.target.column}`,
      description: dataset.description,
      version: VERSION,
    },
    servers: [{ url: '.' }],
    paths: pathsOf(dataset.listed),
    components: {
      schemas: {
        Input: requestSchema(dataset),
        Answer: answerSchema(dataset),
        Explanation: explanationSchema(dataset),
        Importance: importanceSchema,
        Comparables: comparablesSchema(dataset),
        Feedback: feedbackSchema(dataset),
        Error: errorSchema,
      },
    },
  });
  made.set(dataset, answer);
  return answer;
}

const reference = (name: string): JsonSchema => ({
  $ref: `#/components/schemas/${name}`,
});
const content = (schema: JsonSchema, type = 'application/json'): object => ({
  [type]: { schema },
});
const object: JsonSchema = { type: 'object' };

function operation(summary: string, body?: object, answer: JsonSchema = object, status = '200'): object {
  const error = (description: string): object => ({ description, content: content(reference('Error')) });
  return {
    summary,
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      [status]: { description: 'The answer', content: content(answer) },
      ...(body
        ? {
            400: error('Not JSON'),
            413: error('Too large'),
            422: error('Bad fields, every one named'),
          }
        : {}),
      503: error('No model yet, or what it needs is away'),
    },
  };
}

function pathsOf(listed: readonly string[]): object {
  const one = content(reference('Input'));
  const many = {
    ...content({ type: 'array', items: reference('Input') }),
    ...content({ type: 'string' }, 'text/csv'),
    ...content({ type: 'string' }, 'application/x-ndjson'),
  };
  const predictions: JsonSchema = {
    type: 'object',
    properties: {
      predictions: { type: 'array', items: reference('Answer') },
      model_version: { type: 'integer' },
    },
  };
  const query = (name: string, schema: JsonSchema): object => ({ name, in: 'query', schema });
  const limit = query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 });
  const method = query('method', {
    ...{ type: 'string', enum: ['path_dependent', 'interventional'], default: 'path_dependent' },
    description:
      'What an unknown feature is: as the training rows went through each tree, or as in a sample of them',
  });
  const explanations: JsonSchema = {
    type: 'object',
    properties: {
      explanations: { type: 'array', items: reference('Explanation') },
      feature_names: { type: 'array', items: { type: 'string' } },
      model_version: { type: 'integer' },
    },
  };
  const column = {
    name: 'column',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: listed },
  };
  return {
    '/predict': {
      post: operation('Predict one row; any field may be absent', one, reference('Answer')),
    },
    '/batch_predict': { post: operation('Predict many rows, answered in order', many, predictions) },
    '/explain': {
      post: {
        ...operation('What each feature adds to the answer', one, reference('Explanation')),
        parameters: [method],
      },
    },
    '/batch_explain': {
      post: {
        ...operation('The same for many rows (1,000 at most), in order', many, explanations),
        parameters: [method],
      },
    },
    '/importance': {
      get: operation('What matters to the model as a whole', undefined, reference('Importance')),
    },
    '/comparables': {
      post: {
        ...operation('Rows that the model learned from and finds most alike', one, reference('Comparables')),
        parameters: [query('k', { type: 'integer', minimum: 1, maximum: 50, default: 5 })],
      },
    },
    '/test_preprocess': { post: operation('The features as the model sees them', one) },
    '/feedback': {
      post: operation('Report what turned out to be true', content(reference('Feedback')), object, '202'),
    },
    '/reload': { post: operation('Look at the production pointer now') },
    '/predictions/history': {
      get: {
        ...operation('Logged predictions, the newest first'),
        parameters: [limit, ...listed.map((name) => query(name, { type: 'string' }))],
      },
    },
    ...(listed.includes('state') ? { '/states': { get: operation('Known states') } } : {}),
    '/values/{column}': {
      get: { ...operation('Known values of a column'), parameters: [column] },
    },
    '/': { get: operation('What this service is, and what it serves') },
    '/model': { get: operation('The served model and its metrics') },
    '/health': { get: operation('Whether it lives, and has a model') },
    '/ready': { get: operation('Whether it can answer') },
    '/metrics': {
      get: {
        responses: {
          200: {
            description: 'Prometheus metrics',
            content: content({ type: 'string' }, 'text/plain'),
          },
        },
      },
    },
    '/metrics/summary': { get: operation('Totals of this replica') },
  };
}
