/** Two answers to one question, but for ids, which are ours already, and for times that a server gives. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from './exchanges.ts';
import { isObject } from './names.ts';

/** Said by the server, not by the client. */
const TIMES = [
  'creation_time',
  'last_update_time',
  'creation_timestamp',
  'last_updated_timestamp',
  'creation_timestamp_ms',
  'last_updated_timestamp_ms',
];

/** @returns where they differ, a line each: "runs.0.info.status: "FINISHED" is "FAILED"" */
export const compared = (theirs: Json | undefined, ours: Json | undefined): string[] =>
  differing(plain(theirs), plain(ours), '');

/** Times are times; what has keys has no order of its own. */
function plain(value: Json | undefined, name = ''): Json | undefined {
  if (TIMES.includes(name) && typeof value === 'number' && value > 0) return 'a time';
  if (Array.isArray(value)) return byKey(value as readonly Json[]).map((item) => plain(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of, key) ?? null]));
}

function byKey(items: readonly Json[]): readonly Json[] {
  const keyOf = (item: Json): string =>
    isObject(item) && 'key' in item
      ? JSON.stringify([item.key, item.step ?? null, item.timestamp ?? null])
      : '';
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}

function differing(theirs: Json | undefined, ours: Json | undefined, path: string): string[] {
  if (isDeepStrictEqual(theirs, ours)) return [];
  const [a, b] = [entriesOf(theirs), entriesOf(ours)];
  if (!a || !b) return [`${path || 'the answer'}: ${shown(theirs)} is ${shown(ours)}`];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => differing(a[name], b[name], path ? `${path}.${name}` : name));
}

const entriesOf = (value: Json | undefined): Readonly<Record<string, Json>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, Json>) : undefined;

const shown = (value: Json | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(value).slice(0, 300);
