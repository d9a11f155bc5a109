/** What features may say, and the formulas in them. */
import Type, { type Static } from 'typebox';
import type { Expression } from '../../ml/expression.ts';
import { count, number, object, oneOf, optional, some, someTexts, text } from './schema-words.ts';

const op = <const Op extends string>(...names: readonly [Op, ...Op[]]) => Type.Enum([...names]);
const part = Type.Ref('Expression');

/** Formulas hold formulas. */
export const expression = Type.Unsafe<Expression>(
  Type.Cyclic(
    {
      Expression: oneOf('op', [
        object({ op: op('column'), name: text }),
        object({ op: op('constant'), value: number }),
        object({ op: op('add', 'subtract', 'multiply', 'divide'), left: part, right: part }),
        object({ op: op('equals'), column: text, value: text }),
        object({ op: op('yearsBefore'), column: text, day: number }),
        object({ op: op('year', 'month'), column: text }),
        object({ op: op('codeNumber'), column: text }),
        object({ op: op('feature'), name: text }),
      ]),
    },
    'Expression',
  ),
);

export const yearsBeforeLoad = object({ op: op('yearsBeforeLoad'), column: text });

const keyPart = Type.Union([text, object({ column: text, prefix: count })]);
const levels = some(some(keyPart));
const smoothing = optional(Type.Number({ minimum: 0 }));

export const feature = oneOf('kind', [
  object({
    kind: Type.Literal('formula'),
    name: text,
    of: expression,
    monotone: optional(Type.Enum([1, -1])),
  }),
  object({ kind: Type.Literal('targetMean'), name: text, levels, smoothing, per: optional(text) }),
  object({ kind: Type.Literal('groupMean'), name: text, column: text, levels, smoothing }),
  object({ kind: Type.Literal('frequency'), name: text, key: some(keyPart) }),
  object({ kind: Type.Literal('oneHot'), name: text, column: text, minRows: optional(count) }),
  object({ kind: Type.Literal('category'), name: text, key: some(keyPart), minRows: optional(count) }),
  object({
    kind: Type.Literal('scale'),
    name: text,
    column: text,
    values: Type.Record(Type.String(), number, { minProperties: 1 }),
  }),
  object({
    kind: Type.Literal('group'),
    name: text,
    column: text,
    groups: someTexts,
    groupOf: Type.Unsafe<(code: string) => string>({ 'x-function': true }),
    domain: Type.Array(text),
  }),
]);

export type FeatureShape = Static<typeof feature>;
