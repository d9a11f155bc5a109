/** Changes what a body of JSON says. */
import { below, type Random } from '../../shared/ml/random.ts';
import type { Mutator } from './mutator.ts';
import type { Sent } from './sent.ts';
import { oddValue, oneOf, TEXTS } from './values.ts';

/** Written without a stack, so that it may be as deep as it likes. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return `${'['.repeat(5000)}1${']'.repeat(5000)}`;
  }
}

const withJson = (sent: Sent, value: unknown): Sent => ({ ...sent, body: Buffer.from(written(value)) });

function jsonIn({ body }: Sent): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return {};
  }
}

/** A copy in which one of the values, at any depth, is another. */
function changed(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.2) return oddValue(random);
  const keys = Object.keys(value);
  if (keys.length === 0) return oddValue(random);
  const key = oneOf(random, keys as [string, ...string[]]);
  const one = changed(random, (value as Record<string, unknown>)[key]);
  if (Array.isArray(value)) return value.map((old: unknown, index) => (String(index) === key ? one : old));
  return { ...value, [key]: one };
}

const renamed = (random: Random, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return { ...value, [oneOf(random, TEXTS)]: oddValue(random) };
};

const wide = (random: Random): unknown =>
  Object.fromEntries(Array.from({ length: oneOf(random, [100, 1001, 5000]) }, (_, i) => [`f${i}`, i]));

/** Rows of rows may be many: what is to be sent has to be made first. */
const MOST_BYTES = 2 ** 21;

function rows(random: Random, sent: Sent): unknown[] {
  const most = Math.ceil(MOST_BYTES / (sent.body.length + 1));
  return new Array(Math.min(most, oneOf(random, [2, 500, 3000]))).fill(jsonIn(sent));
}

export const jsonMutators: Readonly<Record<string, Mutator>> = {
  'a value': (random, sent) => withJson(sent, changed(random, jsonIn(sent))),
  'a field more': (random, sent) => withJson(sent, renamed(random, jsonIn(sent))),
  'the whole body': (random, sent) => withJson(sent, oddValue(random)),
  'many fields': (random, sent) => withJson(sent, wide(random)),
  'many rows': (random, sent) => withJson(sent, rows(random, sent)),
  'a list of one': (_, sent) => withJson(sent, [jsonIn(sent)]),
  'brackets without an end': (random, sent) => ({
    ...sent,
    body: Buffer.from(oneOf(random, ['[', '{"a":', '[{"a":']).repeat(oneOf(random, [50, 150, 9000]))),
  }),
  'a text without an end': (random, sent) => ({
    ...sent,
    body: Buffer.from(`{"a": NaN, "b": "${oneOf(random, ['x', '\\"', '\\']).repeat(below(random, 20_000))}`),
  }),
};
