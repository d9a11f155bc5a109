/** Columns that tell the target alone: it in disguise, or what is known only once it is. */
import { rankCorrelation } from '../../stats/rank-correlation.ts';
import type { ColumnDraft } from './column-draft.ts';

/** Of what the target varies, or of its wrong guesses, a column must not explain more by itself. */
const TOO_MUCH = 0.995;
const CLASS_TOO_MUCH = 0.99;
/** One that goes up and down with it in nearly every row is it, in another unit or on another scale. */
const SAME_ORDER = 0.9995;
const BINS = 100;
/** Pairs are looked for among so many columns, on so many rows. */
const PAIRED_COLUMNS = 40;
const PAIRED_ROWS = 400;
const AFTERWARDS =
  /(outcome|result|actual|_end$|end_date|closed|completed|final|cancel|refund|reason|died|death)/i;

/** Why each of these gives the target away, by name. */
export function leaksOf(columns: readonly ColumnDraft[], target: ColumnDraft): Map<string, string> {
  const leaks = new Map<string, string>();
  for (const column of columns) {
    const why = disguise(column, target);
    if (why) leaks.set(column.name, why);
  }
  for (const [a, b, sign] of partsOfTarget(
    columns.filter(({ name }) => !leaks.has(name)),
    target,
  )) {
    leaks.set(a, `the target is ${a} ${sign} ${b}`);
    leaks.set(b, `the target is ${a} ${sign} ${b}`);
  }
  return leaks;
}

function disguise(column: ColumnDraft, target: ColumnDraft): string | undefined {
  if (orderShared(column, target) >= SAME_ORDER) return 'it goes up and down with the target in every row';
  const share = told(column, target);
  const most = target.values instanceof Float64Array ? TOO_MUCH : CLASS_TOO_MUCH;
  return share >= most
    ? `it tells the target by itself (${(100 * share).toFixed(1)} % of what that varies)`
    : undefined;
}

/** Of two columns of many numbers; 0 for others. */
function orderShared(column: ColumnDraft, target: ColumnDraft): number {
  const [a, b] = [column.values, target.values];
  if (!(a instanceof Float64Array && b instanceof Float64Array)) return 0;
  if (Math.min(column.distinct, target.distinct) < BINS) return 0;
  const rows = [...a.keys()].filter((row) => Number.isFinite(a[row]) && Number.isFinite(b[row]));
  const shared = rankCorrelation(
    rows.map((row) => a[row] as number),
    rows.map((row) => b[row] as number),
  );
  return Number.isNaN(shared) ? 0 : Math.abs(shared);
}

/** A name that speaks of what came after; a person has to say. */
export const soundsLater = (name: string): boolean => AFTERWARDS.test(name);

/**
 * The share of the target that the column tells, on rows that the means were not taken from: R2, or of the guesses
 * that the commonest class gets wrong those that it gets right.
 */
export function told(column: ColumnDraft, target: ColumnDraft): number {
  const bins = binsOf(column);
  const isTaken = (row: number): boolean => row % 2 === 0;
  return target.values instanceof Float64Array
    ? toldOfNumbers(bins, target.values, isTaken)
    : toldOfClasses(bins, target.values, isTaken);
}

type Bins = readonly (number | string)[];

function binsOf({ values, distinct }: ColumnDraft): Bins {
  if (!(values instanceof Float64Array)) return values.map((value) => value ?? '');
  if (distinct <= BINS) return [...values];
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0,
  );
  return Array.from(values, (value) => (Number.isNaN(value) ? -1 : place(edges, value)));
}

function place(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toldOfNumbers(bins: Bins, y: Float64Array, isTaken: (row: number) => boolean): number {
  const sums = new Map<number | string, [number, number]>();
  let [sum, count] = [0, 0];
  for (const [row, value] of y.entries()) {
    if (Number.isNaN(value) || !isTaken(row)) continue;
    const bin = bins[row] ?? '';
    const [before, rows] = sums.get(bin) ?? [0, 0];
    sums.set(bin, [before + value, rows + 1]);
    sum += value;
    count += 1;
  }
  const mean = sum / Math.max(1, count);
  let [left, all] = [0, 0];
  for (const [row, value] of y.entries()) {
    if (Number.isNaN(value) || isTaken(row)) continue;
    const [own, rows] = sums.get(bins[row] ?? '') ?? [mean, 1];
    left += (value - own / rows) ** 2;
    all += (value - mean) ** 2;
  }
  return all > 0 ? 1 - left / all : 0;
}

function toldOfClasses(bins: Bins, y: readonly (string | null)[], isTaken: (row: number) => boolean): number {
  const counts = new Map<number | string, Map<string, number>>();
  const total = new Map<string, number>();
  y.forEach((label, row) => {
    if (label === null || !isTaken(row)) return;
    const bin = bins[row] ?? '';
    const own = counts.get(bin) ?? new Map<string, number>();
    counts.set(bin, own);
    for (const each of [own, total]) each.set(label, (each.get(label) ?? 0) + 1);
  });
  const commonest = mostOf(total);
  const guess = new Map([...counts].map(([bin, own]) => [bin, mostOf(own)]));
  let [wrong, still] = [0, 0];
  y.forEach((label, row) => {
    if (label === null || isTaken(row)) return;
    if (label !== commonest) wrong += 1;
    if (label !== (guess.get(bins[row] ?? '') ?? commonest)) still += 1;
  });
  return wrong > 0 ? 1 - still / wrong : 0;
}

const mostOf = (counts: ReadonlyMap<string, number>): string | undefined =>
  [...counts].reduce<[string, number] | undefined>(
    (best, one) => (!best || one[1] > best[1] ? one : best),
    undefined,
  )?.[0];

/** Two columns of which the target is the sum, difference, product or quotient, to the last digits. */
function partsOfTarget(columns: readonly ColumnDraft[], target: ColumnDraft): [string, string, string][] {
  const y = target.values;
  if (!(y instanceof Float64Array)) return [];
  const numbers = columns.filter(({ values, distinct }) => values instanceof Float64Array && distinct > 10);
  const some = numbers.slice(0, PAIRED_COLUMNS);
  return some.flatMap((a) =>
    some.flatMap((b): [string, string, string][] => {
      if (a === b) return [];
      const sign = signBetween(a.values as Float64Array, b.values as Float64Array, y);
      const isOnce = sign === '-' || sign === '/' || a.name < b.name;
      return sign && isOnce ? [[a.name, b.name, sign]] : [];
    }),
  );
}

const OPERATIONS: readonly (readonly [string, (a: number, b: number) => number])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
];

const signBetween = (a: Float64Array, b: Float64Array, y: Float64Array): string | undefined =>
  OPERATIONS.find(([, of]) => {
    let [seen, alike] = [0, 0];
    for (let row = 0; row < Math.min(PAIRED_ROWS, y.length); row++) {
      const [value, made] = [y[row] as number, of(a[row] as number, b[row] as number)];
      if (Number.isNaN(value) || Number.isNaN(made)) continue;
      seen += 1;
      if (Math.abs(value - made) <= 1e-6 * Math.max(1, Math.abs(value))) alike += 1;
      else if (seen > 20 && alike < 0.9 * seen) return false;
    }
    return seen >= 20 && alike >= TOO_MUCH * seen;
  })?.[0];
