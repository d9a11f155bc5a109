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

/** Nothing, and an object of nothing, are the same. @returns where they differ, a line each: "runs.0.info.status: "FINISHED" is "FAILED"" */
export const compared = (theirs: Json | undefined, ours: Json | undefined): string[] =>
  differing(plain(theirs ?? {}), plain(ours ?? {}), '');

/** Times are times; what has keys has no order of its own; a text that is JSON is what it says. */
function plain(value: Json | undefined, name = ''): Json | undefined {
  if (TIMES.includes(name) && typeof value === 'number' && value > 0) return 'a time';
  if (typeof value === 'string' && /^[[{]/.test(value)) return plain(parsed(value));
  if (Array.isArray(value)) return ordered(value as readonly Json[], name).map((item) => plain(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of, key) ?? null]));
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return `text ${text}`;
  }
}

function ordered(items: readonly Json[], name: string): readonly Json[] {
  // One for each stage, in no order.
  if (name === 'latest_versions')
    return sortedBy(items, (item) => (isObject(item) ? String(item.version) : ''));
  return items.every((item) => startOf(item) !== undefined) ? byIdWhereAlike(items) : sortedBy(items, keyOf);
}

/** Of a run. */
const startOf = (item: Json): Json | undefined =>
  isObject(item) && isObject(item.info) ? item.info.start_time : undefined;

/** Runs that have started in one millisecond stand by their ids, which are others at another server. */
function byIdWhereAlike(runs: readonly Json[]): Json[] {
  const groups: Json[][] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && startOf(last[0]) === startOf(run)) last.push(run);
    else groups.push([run]);
  }
  return groups.flatMap((group) =>
    group.sort((a, b) => (JSON.stringify(idOf(a)) < JSON.stringify(idOf(b)) ? -1 : 1)),
  );
}

const idOf = (run: Json): Json | undefined =>
  isObject(run) && isObject(run.info) ? run.info.run_id : undefined;

function sortedBy(items: readonly Json[], keyIn: (item: Json) => string): readonly Json[] {
  return items
    .map((item) => ({ item, key: keyIn(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ item }) => item);
}

/** What tells it from the others of its list; the same for all where their order counts. */
function keyOf(item: Json): string {
  if (!isObject(item)) return '';
  if ('key' in item) return JSON.stringify([item.key, item.step ?? null, item.timestamp ?? null]);
  const names = Object.keys(item);
  return names.every((name) => ['model_id', 'step'].includes(name)) ? String(item.model_id) : '';
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
