/** What matters to a model as a whole: the explanations of many rows, summed up. */
import { quantile } from '../../stats/quantile.ts';
import { rankCorrelation } from '../../stats/rank-correlation.ts';
import type { Head } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import { type Explanations, explanationOf } from './explanation.ts';
import { inUnitOf } from './in-user-unit.ts';

export interface Importance {
  /** Rows that it was measured on. */
  readonly rows: number;
  /** The answer to a row of which nothing is known, in the user's unit: one, or one for each class. */
  readonly base: readonly number[];
  /** The greatest importance first. */
  readonly features: readonly FeatureImportance[];
}

export interface FeatureImportance {
  readonly name: string;
  /** Mean of |contribution| in the model's own space; over all classes where there are classes. */
  readonly importance: number;
  /** The same in the user's unit. */
  readonly inUnit: number;
  /** Of the most important ones: how contributions (in the user's unit) lie, for the answer or each class. */
  readonly summary?: readonly ContributionSummary[];
}

export interface ContributionSummary {
  /** The 5, 25, 50, 75 and 95 % quantiles of the contributions. */
  readonly quantiles: readonly number[];
  /** Spearman's correlation of value and contribution; null where values have no order, or do not vary. */
  readonly direction: number | null;
}

/** Features that are summed up closely. */
const SUMMARISED = 15;
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** @param explanations of the rows of x, of which there is at least one */
export function importanceOf(explanations: Explanations, head: Head, x: Matrix): Importance {
  const { features, contributions } = explanations;
  const answers = head.task === 'regression' ? 1 : head.classes.length;
  const inUnit = Array.from({ length: answers }, () => new Float64Array(x.rows * features));
  const bases = new Array<number>(answers).fill(0);
  for (let row = 0; row < x.rows; row++) {
    inUnitOf(head, explanationOf(explanations, row)).forEach((explanation, answer) => {
      inUnit[answer]?.set(explanation.contributions, row * features);
      bases[answer] = explanation.base;
    });
  }
  const ranked = x.names.map((name, j) => ({
    name,
    importance: meanSize(contributions, j, features),
    inUnit: inUnit.reduce((sum, values) => sum + meanSize(values, j, features), 0) / answers,
    at: j,
  }));
  ranked.sort((a, b) => b.importance - a.importance || a.at - b.at);
  return {
    rows: x.rows,
    base: bases,
    features: ranked.map(({ at, ...measured }, place) => ({
      ...measured,
      ...(place < SUMMARISED ? { summary: inUnit.map((values) => summaryOf(values, x, at)) } : {}),
    })),
  };
}

/** Of every `step`-th value from `first` on. */
function meanSize(values: Float64Array, first: number, step: number): number {
  let sum = 0;
  for (let at = first; at < values.length; at += step) sum += Math.abs(values[at] as number);
  return (sum * step) / values.length;
}

function summaryOf(contributions: Float64Array, x: Matrix, feature: number): ContributionSummary {
  const width = x.names.length;
  const values: number[] = [];
  const gains: number[] = [];
  for (let row = 0; row < x.rows; row++) {
    values.push(x.data[row * width + feature] as number);
    gains.push(contributions[row * width + feature] as number);
  }
  const known = values.flatMap((value, row) => (Number.isNaN(value) ? [] : [row]));
  const isOrdered = (x.categories?.[feature] ?? 0) === 0;
  const correlation = isOrdered
    ? rankCorrelation(
        known.map((row) => values[row] as number),
        known.map((row) => gains[row] as number),
      )
    : Number.NaN;
  const sorted = Float64Array.from(gains).sort();
  return {
    quantiles: QUANTILES.map((p) => quantile(sorted, p)),
    direction: Number.isNaN(correlation) ? null : correlation,
  };
}
