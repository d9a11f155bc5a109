/** The paths of the OpenAPI document, group by group. */
import type { JsonSchema } from '../../../shared/datasets/schema.ts';
import { openInferencePaths } from './open-inference.ts';
import { content, operation, type Paths, query, reference } from './operation.ts';
import { historySchema } from './schemas.ts';

/** @param listed columns whose known values can be asked for */
export function pathsOf(listed: readonly string[]): Paths {
  return {
    ...predicting(),
    ...explaining(),
    ...afterwards(listed),
    ...values(listed),
    ...about(),
    ...openInferencePaths(),
  };
}

const one = content(reference('Input'));
const many = {
  ...content({ type: 'array', items: reference('Input') }),
  ...content({ type: 'string' }, 'text/csv'),
  ...content({ type: 'string' }, 'application/x-ndjson'),
};
/** Kept, and given back as `request_id`. */
const requestId = {
  name: 'x-request-id',
  in: 'header',
  description:
    'The caller’s own id of the request, kept as request_id. Of two requests with the same id the log keeps the first.',
  schema: { type: 'string', maxLength: 58, pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]*$' },
};

const version = query('version', {
  ...{ type: 'integer', minimum: 1 },
  description:
    'Another version than the served one, of any that is kept. It is loaded when it is asked for, one at a time: 429 ' +
    'says that it has to be asked again in a moment',
});

const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const withVersion = (properties: object): JsonSchema => ({
  type: 'object',
  properties: { ...properties, model_version: { type: 'integer' } },
});

function predicting(): Paths {
  const predictions = withVersion({
    predictions: listOf(reference('Answer')),
    request_id: { type: 'string', description: 'of the request; each of its rows has its own' },
  });
  const alone = { body: one, answer: reference('Answer'), parameters: [requestId, version] };
  const together = { body: many, answer: predictions, parameters: [requestId, version] };
  return {
    '/predict': { post: operation('Predict one row; any field may be absent', alone) },
    '/batch_predict': { post: operation('Predict many rows, answered in order', together) },
    '/test_preprocess': { post: operation('The features as the model sees them', { body: one }) },
  };
}

const method = query('method', {
  ...{ type: 'string', enum: ['path_dependent', 'interventional', 'sampled'] },
  description:
    'What an unknown feature is: as the training rows went through each tree (the default), or as in a sample of them; ' +
    'sampled also samples the orders in which features become known. A model that was brought has one of the latter two: ' +
    'the first where its trees could be read',
});

function explaining(): Paths {
  const explanations = withVersion({
    explanations: listOf(reference('Explanation')),
    feature_names: listOf({ type: 'string' }),
  });
  const alone = { body: one, answer: reference('Explanation'), parameters: [method, version] };
  const together = { body: many, answer: explanations, parameters: [method, version] };
  const k = query('k', { type: 'integer', minimum: 1, maximum: 50, default: 5 });
  const alike = { body: one, answer: reference('Comparables'), parameters: [k, version] };
  return {
    '/explain': { post: operation('What each feature adds to the answer', alone) },
    '/batch_explain': { post: operation('The same for many rows (1,000 at most), in order', together) },
    '/importance': {
      get: operation('What matters to the model as a whole', { answer: reference('Importance') }),
    },
    '/comparables': { post: operation('Rows that the model learned from and finds most alike', alike) },
  };
}

function afterwards(listed: readonly string[]): Paths {
  const told = { body: content(reference('Feedback')), answer: reference('Accepted'), status: '202' };
  const limit = query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 });
  const parameters = [limit, ...listed.map((name) => query(name, { type: 'string' }))];
  return {
    '/feedback': { post: operation('Report what turned out to be true', told) },
    '/predictions/history': {
      get: operation('Logged predictions, the newest first', { answer: historySchema, parameters }),
    },
  };
}

function values(listed: readonly string[]): Paths {
  const schema = { type: 'string', enum: listed };
  const parameters = [{ name: 'column', in: 'path', required: true, schema }];
  return {
    ...(listed.includes('state') ? { '/states': { get: operation('Known states') } } : {}),
    '/values/{column}': { get: operation('Known values of a column', { parameters }) },
  };
}

function about(): Paths {
  const text = { description: 'Prometheus metrics', content: content({ type: 'string' }, 'text/plain') };
  const page = { description: 'A page to try it', content: content({ type: 'string' }, 'text/html') };
  const health: JsonSchema = {
    type: 'object',
    properties: {
      status: { type: 'string', enum: ['healthy', 'degraded'] },
      model_loaded: { type: 'boolean' },
      database_connected: { type: 'null', description: 'no prediction needs a database: nobody looks' },
    },
  };
  return {
    '/': { get: operation('What this service is, and what it serves') },
    '/model': { get: operation('The served model and its metrics') },
    '/reload': { post: operation('Look at the production pointer now') },
    '/health': { get: operation('Whether it lives, and has a model', { answer: health }) },
    '/ready': { get: operation('Whether it can answer') },
    '/metrics': { get: { responses: { 200: text } } },
    '/docs': { get: { responses: { 200: page } } },
    '/openapi.json': { get: operation('This document') },
    '/metrics/summary': { get: operation('Totals of this replica') },
  };
}
