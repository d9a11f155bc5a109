/** How a model does on parts of the rows: by state, by age, by tenth of the price. */
import { type Answers, measure, takeAnswers } from './answers.ts';
import type { Metrics } from './metrics.ts';

export interface Slice {
  readonly slice: string;
  readonly rows: number;
  readonly metrics: Metrics;
}

export interface SliceOptions {
  /** Slices of fewer rows say nothing and are put together. Default 50. */
  readonly leastRows?: number;
  /** Slices at most, the rest among them. Default 30. */
  readonly most?: number;
}

/** Name of the rows whose slices are too small to stand alone. */
export const REST = 'other';

/**
 * Measures of each group, the largest first; the smallest groups together as `other`, last. The rows of all slices
 * are the rows given. A measure that a slice does not have (the AUC of one class alone) is NaN there.
 *
 * @param groupOf the group of each row
 * @throws RangeError when there are not as many groups as rows
 */
export function slicesOf(groupOf: readonly string[], answers: Answers, options: SliceOptions = {}): Slice[] {
  if (groupOf.length !== answers.actual.length)
    throw new RangeError(
      `${groupOf.length} groups for ${answers.actual.length} rows: one for each is needed`,
    );
  return grouped(groupOf, options).map(([slice, rows]) => ({
    slice,
    rows: rows.length,
    metrics: measure(takeAnswers(answers, rows)),
  }));
}

function grouped(
  groupOf: readonly string[],
  { leastRows = 50, most = 30 }: SliceOptions,
): [string, number[]][] {
  const groups = new Map<string, number[]>();
  groupOf.forEach((name, row) => {
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  });
  const ranked = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const large = ranked.filter(([name, rows]) => rows.length >= leastRows && name !== REST);
  const kept = new Set(
    large.length === ranked.length && large.length <= most ? large : large.slice(0, most - 1),
  );
  const rest = ranked.filter((group) => !kept.has(group)).flatMap(([, rows]) => rows);
  return rest.length > 0 ? [...kept, [REST, rest.sort((a, b) => a - b)]] : [...kept];
}
