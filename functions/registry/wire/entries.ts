/** Metrics, params and tags as clients send them: one, or many in a batch, where each has its path in what is refused. */
import type { Entry, Point } from '../../../shared/tracking/mlflow/batch.ts';
import { type Fields, integerIn, listIn, missing, requiredIn, textIn, wrong, wrongType } from './fields.ts';
import { cut, KEY_LIMIT, keyOf, within } from './names.ts';

const PARAM_LIMIT = 6000;
const TAG_LIMIT = 8000;
/** The largest there is: infinities are kept as it, as MLflow does. */
const LARGEST = Number.MAX_VALUE;

/** @param at where it stands in a batch: 'metrics[3].', or nothing. @throws HttpError 400 */
export function pointIn(fields: Fields, at = ''): Point {
  const key = requiredIn(fields, 'key', `${at}key`);
  const value = valueIn(fields, at);
  const time = integerIn(fields, 'timestamp', `${at}timestamp`);
  if (time === undefined) throw missing(`${at}timestamp`);
  keyOf(key, `${at}name`, 'Metric name');
  if (time < 0) throw wrong(`${at}timestamp`, time, negative(key, value));
  return {
    key,
    value,
    at: time,
    step: integerIn(fields, 'step', `${at}step`) ?? 0,
    model: textIn(fields, 'model_id', `${at}model_id`) ?? '',
    dataset: textIn(fields, 'dataset_name', `${at}dataset_name`) ?? '',
    digest: textIn(fields, 'dataset_digest', `${at}dataset_digest`) ?? '',
  };
}

const negative = (key: string, value: number): string =>
  `metric '${key}' (value=${value}). Timestamp must be a nonnegative long (64-bit integer) `;

const NAMED: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: LARGEST,
  '-Infinity': -LARGEST,
};
const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function valueIn({ value }: Fields, at: string): number {
  if (value === undefined || value === null || value === '') throw missing(`${at}value`);
  if (typeof value === 'string' && NAMED[value] !== undefined) return NAMED[value];
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  if (typeof number === 'number') return Math.min(Math.max(number, -LARGEST), LARGEST);
  throw wrongType(`${at}value`, value);
}

/** @throws HttpError 400 */
export function paramIn(fields: Fields, at = ''): Entry {
  const key = requiredIn(fields, 'key', `${at}key`);
  const value = textIn(fields, 'value', `${at}value`) ?? '';
  return { key: keyOf(key, `${at}key`, 'Param key'), value: cut(PARAM_LIMIT, value) };
}

/** @throws HttpError 400 */
export function tagIn(fields: Fields, at = ''): Entry {
  const key = requiredIn(fields, 'key', `${at}key`);
  const value = textIn(fields, 'value', `${at}value`) ?? '';
  return { key: keyOf(key, `${at}key`), value: cut(TAG_LIMIT, value) };
}

/**
 * What a run or a logged model is made with: keys of any characters, which only what is logged later may not have.
 * @throws HttpError 400
 */
export const entryIn = (fields: Fields, at: string): Entry => ({
  key: within(KEY_LIMIT, requiredIn(fields, 'key', `${at}key`), `${at}key`),
  value: cut(TAG_LIMIT, textIn(fields, 'value', `${at}value`) ?? ''),
});

/** Tags of an experiment, which are refused where they are too long. @throws HttpError 400 */
export function experimentTagIn(fields: Fields): Entry {
  const key = keyOf(requiredIn(fields, 'key'), 'key');
  return { key, value: within(20_000, textIn(fields, 'value') ?? '', 'value') };
}

/** All of a list, each read with its path. @throws HttpError 400 */
export const eachIn = <T>(fields: Fields, name: string, read: (one: Fields, at: string) => T): T[] =>
  listIn(fields, name).map((one, index) => read(one, `${name}[${index}].`));

/** The last of those with one key. */
export const lastOfEach = (entries: readonly Entry[]): Entry[] => [
  ...new Map(entries.map((entry) => [entry.key, entry])).values(),
];
