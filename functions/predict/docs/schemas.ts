/** JSON Schemas of what is answered. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { JsonSchema } from '../../../shared/datasets/schema.ts';

const number: JsonSchema = { type: 'number' };
const text: JsonSchema = { type: 'string' };
const texts: JsonSchema = { type: 'array', items: text };

/** {price, interval} or {label, probabilities}, and which model said so. */
export function answerSchema({ target, columns }: Dataset): JsonSchema {
  const unit = columns[target.column]?.unit;
  const answer =
    target.task === 'regression'
      ? {
          [target.column]: {
            ...number,
            ...(unit ? { description: `in ${unit}` } : {}),
          },
          interval: {
            type: ['object', 'null'],
            description: 'holds the true value for this share (level) of unseen rows',
            properties: { lower: number, upper: number, level: number },
          },
        }
      : {
          label: { ...text, enum: target.classes },
          probabilities: {
            type: 'object',
            description: 'calibrated; they sum to 1',
            properties: Object.fromEntries(target.classes.map((name) => [name, number])),
          },
        };
  return {
    type: 'object',
    properties: {
      ...answer,
      model_version: { type: 'integer' },
      model_stage: {
        ...text,
        enum: ['Production', 'Staging', 'Archived', 'None'],
      },
      model_run_id: text,
      features_used: texts,
      input_summary: {
        type: 'object',
        properties: {
          given: texts,
          missing: texts,
          unknown: { type: 'object', description: 'values never seen in training' },
          ignored: { ...texts, description: 'fields that the data set does not have' },
        },
      },
      request_id: text,
    },
  };
}

export function feedbackSchema({ target }: Dataset): JsonSchema {
  return {
    type: 'object',
    required: ['request_id', 'actual'],
    properties: {
      request_id: text,
      actual: target.task === 'regression' ? number : { ...text, enum: target.classes },
    },
  };
}

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
