/** JSON Schemas of what is answered. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { JsonSchema } from '../../../shared/datasets/schema.ts';
import { LOOKED_THROUGH } from '../../../shared/tracking/inference-log.ts';
import { MOST_ACTUALS } from '../limits.ts';
import { ID_LENGTH } from '../request-id.ts';

const number: JsonSchema = { type: 'number' };
const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };

/** {price, interval} or {label, probabilities}, and which model said so. */
export function answerSchema(dataset: Dataset): JsonSchema {
  return {
    type: 'object',
    properties: {
      ...(dataset.target.task === 'regression' ? valueSchema(dataset) : classSchema(dataset.target.classes)),
      model_version: { type: 'integer' },
      model_stage: { ...text, enum: ['Production', 'Staging', 'Archived', 'None'] },
      model_run_id: text,
      features_used: texts,
      input_summary: summarySchema,
      request_id: { ...text, description: 'of this row: POST /feedback takes it' },
    },
  };
}

function valueSchema({ target, columns }: Dataset): object {
  const unit = columns[target.column]?.unit;
  return {
    [target.column]: { ...number, ...(unit ? { description: `in ${unit}` } : {}) },
    interval: {
      type: ['object', 'null'],
      description: 'holds the true value for this share (level) of unseen rows',
      properties: { lower: number, upper: number, level: number },
    },
  };
}

function classSchema(classes: readonly string[]): object {
  return {
    label: { ...text, enum: classes },
    probabilities: {
      type: 'object',
      description: 'calibrated; they sum to 1',
      properties: Object.fromEntries(classes.map((name) => [name, number])),
    },
  };
}

const summarySchema: JsonSchema = {
  type: 'object',
  description: 'of one of many rows only what there is to say: unknown, ignored, suggestions',
  properties: {
    given: texts,
    missing: texts,
    unknown: { type: 'object', description: 'values never seen in training' },
    ignored: { ...texts, description: 'fields that the data set does not have' },
    suggestions: {
      type: 'object',
      description: 'for ignored fields that are nearly right, the name of the right one',
    },
  },
};

export function feedbackSchema({ target }: Dataset): JsonSchema {
  const actual = target.task === 'regression' ? number : { ...text, enum: target.classes };
  return {
    type: 'object',
    required: ['request_id'],
    oneOf: [{ required: ['actual'] }, { required: ['actuals'] }],
    properties: {
      request_id: {
        ...text,
        maxLength: ID_LENGTH,
        description: 'of a row, or of a whole request with `actuals`',
      },
      actual,
      actuals: {
        type: 'array',
        description: 'one for each row of the request, in order; null where it is not known (yet)',
        minItems: 1,
        maxItems: MOST_ACTUALS,
        items: { anyOf: [actual, { type: 'null' }] },
      },
    },
  };
}

export const historySchema: JsonSchema = {
  type: 'object',
  properties: {
    predictions: { type: 'array', items: { type: 'object' } },
    count: { type: 'integer', description: 'of these' },
    limit: { type: 'integer' },
    looked_through: {
      type: 'integer',
      description: `told with a filter: the newest predictions that it was asked of, ${LOOKED_THROUGH} at most; an older one is not found`,
    },
  },
};

export const acceptedSchema: JsonSchema = {
  type: 'object',
  properties: {
    status: { ...text, const: 'accepted' },
    request_id: text,
    known: {
      type: 'boolean',
      description:
        'whether the replica that took it has answered that prediction lately. False is no refusal: another replica may have answered it, or this one long ago; what is told is kept, and joined with its prediction in the log. It tells of a wrong id, too: nothing will ever be joined with that.',
    },
  },
};

export const errorSchema: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: text,
    detail: {
      type: 'array',
      description: 'every bad field at once',
      items: {
        type: 'object',
        properties: {
          field: text,
          message: text,
          value: {},
          row: { type: 'integer' },
        },
      },
    },
  },
};
