/**
 * The form of a declaration as a JSON Schema: which keys there are, and what may stand there. What one part has to do
 * with another is checked beside it. `Dataset` in ../declaration.ts says what each key means.
 */
import Type from 'typebox';
import { DAY_ORDERS, NUMBER_STYLES } from '../values/form.ts';
import { LEAST_VERDICT_ROWS } from '../verdict-rows.ts';
import { expression, feature, yearsBeforeLoad } from './schema-features.ts';
import {
  count,
  number,
  object,
  oneOf,
  optional,
  range,
  share,
  some,
  someTexts,
  text,
  texts,
  words,
} from './schema-words.ts';

export const column = object({
  type: Type.Enum(['number', 'integer', 'date', 'code', 'text']),
  label: text,
  description: optional(words),
  unit: optional(words),
  range: optional(range),
  missing: optional(Type.Array(words, { uniqueItems: true })),
  width: optional(count),
  case: optional(Type.Enum(['lower', 'upper'])),
  dates: optional(Type.Enum([...DAY_ORDERS])),
  numbers: optional(Type.Enum([...NUMBER_STYLES])),
  values: optional(texts),
  optional: optional(Type.Boolean()),
});

const is = <const When extends string>(when: When) => ({ when: Type.Literal(when), column: text });
export const condition = oneOf('when', [
  object(is('missing')),
  object(is('present')),
  object(is('invalid')),
  object({ ...is('outside'), range }),
  object({ ...is('at most'), value: number }),
  object({ ...is('one of'), values: someTexts }),
  object({ ...is('not one of'), values: someTexts }),
]);

export const target = oneOf('task', [
  object({
    column: text,
    task: Type.Literal('regression'),
    transform: Type.Enum(['log', 'identity']),
    center: optional(Type.Enum(['mean', 'median'])),
  }),
  object({
    column: text,
    task: Type.Literal('classification'),
    classes: Type.Array(text, { minItems: 2, uniqueItems: true }),
  }),
]);

export const rule = object({
  name: Type.String({ pattern: '^[a-z][a-z0-9_]*$', description: 'a name in snake_case' }),
  rejects: condition,
});
export const weight = object({ when: some(condition), counts: Type.Number({ exclusiveMinimum: 0 }) });
export const history = object({ order: text, count: text, last: text });
export const derived = object({
  label: text,
  unit: optional(words),
  of: Type.Union([expression, yearsBeforeLoad], { discriminator: { propertyName: 'op' } }),
});
export const threshold = object({ metric: text, least: optional(number), most: optional(number) });
export const objective = object({ metric: text, better: Type.Enum(['higher', 'lower']) });

/** A value that a client sends. */
const sent = Type.Union([Type.String(), number]);

export const declaration = object({
  name: Type.String({
    pattern: '^[a-z][a-z0-9-]{0,39}$',
    description: 'lower case, digits and "-", at most 40 of them, a letter first',
  }),
  title: text,
  description: text,
  columns: Type.Record(Type.String(), column, { minProperties: 1 }),
  target,
  rules: Type.Array(rule),
  unreadable: optional(share),
  derived: Type.Record(Type.String(), derived),
  weights: optional(Type.Array(weight)),
  features: some(feature),
  identity: someTexts,
  group: texts,
  history: optional(history),
  training: object({ minRows: count, minSourceShare: share }),
  accept: Type.Array(threshold),
  objective,
  drift: object({ columns: texts, share, minRows: optional(Type.Integer({ minimum: LEAST_VERDICT_ROWS })) }),
  slices: optional(texts),
  comparables: optional(texts),
  use: optional(object({ intended: Type.Array(text), notFor: Type.Array(text) })),
  limits: optional(Type.Array(text)),
  listed: texts,
  example: Type.Record(Type.String(), sent),
});
