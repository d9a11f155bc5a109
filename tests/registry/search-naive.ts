/**
 * What a search of runs has to find, said in the plainest way: over all runs in memory, from the words of MLflow's
 * documentation, with nothing of the code that it is held against.
 */
import type { MadeRun } from './search-runs-made.ts';

export interface Wanted {
  readonly entity: 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';
  readonly key: string;
  readonly comparator: string;
  readonly value?: number | string | readonly string[];
}
export interface Sorted {
  readonly entity: Wanted['entity'];
  readonly key: string;
  readonly ascending: boolean;
}

export const expected = (
  runs: readonly MadeRun[],
  wanted: readonly Wanted[],
  sorted: readonly Sorted[],
): string[] =>
  runs
    .filter((run) => wanted.every((one) => holds(run, one)))
    .sort((a, b) => inOrder(a, b, sorted))
    .map(({ id }) => id);

type Cell = number | string | null | undefined;

function cell(run: MadeRun, entity: Wanted['entity'], key: string): Cell {
  if (entity === 'metric') return run.metrics.get(key);
  if (entity === 'param') return run.params.get(key);
  if (entity === 'tag') return run.tags.get(key);
  const uri = `mlflow-artifacts:/${run.experiment}/${run.id}/artifacts`;
  const { id, name, status, user, start, end } = run;
  const attributes: Record<string, Cell> = {
    run_id: id,
    run_name: name,
    status,
    user_id: user ?? '',
    start_time: start,
    end_time: end,
    artifact_uri: uri,
  };
  return attributes[key];
}

function holds(run: MadeRun, wanted: Wanted): boolean {
  const { entity, key, comparator, value } = wanted;
  if (entity === 'dataset')
    return run.data.some((data) => compare(data[key as 'name' | 'digest' | 'context'], comparator, value));
  const found = cell(run, entity, key);
  if (comparator === 'IS NULL') return found === undefined;
  if (comparator === 'IS NOT NULL') return found !== undefined;
  return compare(found, comparator, value);
}

function compare(left: Cell, comparator: string, right: Wanted['value']): boolean {
  if (left === undefined || left === null || right === undefined) return false;
  if (typeof right === 'object') return right.includes(String(left)) === (comparator === 'IN');
  switch (comparator.toUpperCase()) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case 'LIKE':
      return like(String(left), String(right));
    case 'ILIKE':
      return like(String(left).toLowerCase(), String(right).toLowerCase());
    default:
      throw new Error(comparator);
  }
}

/** `%` is any characters, `_` is one; nothing is an escape. */
function like(text: string, pattern: string): boolean {
  const form = [...pattern].map((one) => {
    if (one === '%') return '.*';
    return one === '_' ? '.' : one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${form.join('')}$`, 'su').test(text);
}

/** Missing is last either way, NaN before it; then the newest, then by id. */
function inOrder(a: MadeRun, b: MadeRun, sorted: readonly Sorted[]): number {
  for (const { entity, key, ascending } of sorted) {
    const [left, right] = [cell(a, entity, key) ?? undefined, cell(b, entity, key) ?? undefined];
    const order = place(left) - place(right) || (ascending ? 1 : -1) * between(left, right);
    if (order !== 0) return order;
  }
  return b.start - a.start || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}

const place = (value: Cell): number => (value === undefined ? 2 : Number(Object.is(value, Number.NaN)));

function between(left: Cell, right: Cell): number {
  if (typeof left === 'number' && typeof right === 'number')
    return left === right ? 0 : left < right ? -1 : 1 * Number(left > right);
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return 0;
}
