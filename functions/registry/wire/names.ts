/** What keys may be called, and how long texts may be: MLflow's limits, in its words. Lengths are in characters. */
import { posix } from 'node:path';
import { invalid } from '../refused.ts';
import { wrong } from './fields.ts';

const CHARACTERS = /^[/\p{L}\p{N}_.\- :]*$/u;
const BAD_CHARACTERS =
  'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).';

export const KEY_LIMIT = 250;

/**
 * The key of a metric, a param or a tag.
 * @param path where it was, for what is wrong with its characters
 * @param called how it is named where it is too long
 * @throws HttpError 400
 */
export function keyOf(key: string, path: string, called = path): string {
  if (!CHARACTERS.test(key)) throw wrong(path, key, BAD_CHARACTERS);
  const plain = asPath(key);
  if (plain !== key || plain === '.' || plain.startsWith('..') || plain.startsWith('/'))
    throw wrong(path, key, resolvesTo(plain));
  return within(KEY_LIMIT, key, called);
}

const resolvesTo = (plain: string): string =>
  `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${plain}'`;

/** Without what a path may do without. */
function asPath(name: string): string {
  const plain = posix.normalize(name);
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
}

/** @throws HttpError 400 for what is longer */
export function within(limit: number, text: string, called: string): string {
  if (isLonger(text, limit)) throw invalid(`'${called}' exceeds the maximum length of ${limit} characters`);
  return text;
}

/** The beginning of what is longer: MLflow's server cuts values of params and tags rather than lose a run for them. */
export const cut = (limit: number, text: string): string =>
  isLonger(text, limit) ? [...text].slice(0, limit).join('') : text;

const isLonger = (text: string, limit: number): boolean => text.length > limit && [...text].length > limit;
