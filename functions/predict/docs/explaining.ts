/** JSON Schemas of explanations and of comparable rows. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { type JsonSchema, requestSchema } from '../../../shared/datasets/schema.ts';
import { answerSchema } from './schemas.ts';

const number: JsonSchema = { type: 'number' };
const text: JsonSchema = { type: 'string' };
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** The answer, and what each feature adds to it: base_value + shap_values = answer. */
export function explanationSchema(dataset: Dataset): JsonSchema {
  const { target, columns } = dataset;
  const unit = columns[target.column]?.unit;
  const words =
    target.task === 'regression' ? (unit ?? `the unit of ${target.column}`) : 'shares of probability';
  const values = {
    shap_values: { ...listOf(number), description: `one for each feature, in ${words}` },
    base_value: { ...number, description: 'the answer to a row of which nothing is known' },
  };
  const raw = { ...values, score: number };
  const each = (properties: object): JsonSchema => ({
    type: 'object',
    additionalProperties: { type: 'object', properties },
  });
  const answer = answerSchema(dataset).properties as Readonly<Record<string, JsonSchema>>;
  const answered = target.task === 'regression' ? [target.column, 'interval'] : ['label', 'probabilities'];
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(answered.map((name) => [name, answer[name]])),
      ...values,
      ...(target.task === 'classification' ? { classes: each(values) } : {}),
      raw: {
        ...(target.task === 'classification' ? each(raw) : { type: 'object', properties: raw }),
        description: 'the same in the space that the model works in, where it is exact by definition',
      },
      feature_names: listOf(text),
      feature_values: listOf({ type: ['number', 'null'] }),
      method: text,
      model_version: { type: 'integer' },
    },
  };
}

const summary: JsonSchema = {
  type: 'object',
  properties: {
    quantiles: { ...listOf(number), description: '5, 25, 50, 75 and 95 % of the contributions' },
    direction: {
      type: ['number', 'null'],
      description: 'rank correlation of the value and what it adds',
    },
  },
};

export const importanceSchema: JsonSchema = {
  type: 'object',
  properties: {
    model_version: { type: 'integer' },
    rows: { type: 'integer', description: 'rows that it was measured on, which the model had not seen' },
    base: { ...listOf(number), description: 'the answer to a row of which nothing is known' },
    features: listOf({
      type: 'object',
      properties: {
        name: text,
        importance: { ...number, description: 'mean of |contribution|, in the model’s own space' },
        inUnit: { ...number, description: 'the same in the unit of the answer' },
        summary: { ...listOf(summary), description: 'for the answer, or for each class' },
      },
    }),
  },
};

/** @returns schema of the answer: the row's own, and rows like it with what became true of them */
export function comparablesSchema(dataset: Dataset): JsonSchema {
  const answer = answerSchema(dataset).properties as Readonly<Record<string, JsonSchema>>;
  const { target } = dataset;
  const row = requestSchema(dataset).properties;
  return {
    type: 'object',
    properties: {
      ...answer,
      comparables: listOf({
        type: 'object',
        properties: {
          similarity: { ...number, description: '1 is alike in every term of the model' },
          likeness: {
            ...number,
            description: 'what they are sorted by: the mean of that and of how alike they are to people',
          },
          [target.column]: target.task === 'regression' ? number : { ...text, enum: target.classes },
          row: { type: 'object', properties: row },
        },
      }),
    },
  };
}
