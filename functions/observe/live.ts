/** How right the latest answers were, where the truth came back by /feedback. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { mae, medianAbsolutePercentageError } from '../../shared/ml/metrics/absolute-error.ts';
import { coverage } from '../../shared/ml/metrics/coverage.ts';
import { accuracy, mostProbable } from '../../shared/ml/metrics/labels.ts';
import { logLoss } from '../../shared/ml/metrics/probabilities.ts';
import type { Family, Labels } from '../../shared/runtime/exposition.ts';
import { quantile } from '../../shared/stats/quantile.ts';
import { newestTold, type Told } from '../../shared/tracking/inference-log.ts';
import type { Group } from './group.ts';

/** Answers that are looked at, and how long ago their truth may have come. */
const LATEST = { limit: 1000, days: 30 };
const QUANTILES = [0.1, 0.5, 0.9];

/** Of one data set: name, further labels, value. */
type Measured = readonly (readonly [name: keyof typeof FAMILIES, labels: Labels, value: number])[];

const FAMILIES = {
  marea_live_feedback: {
    type: 'gauge',
    help: 'Answers whose truth is known, of the last 30 days, the latest 1,000 at most',
  },
  marea_live_error: {
    type: 'gauge',
    help: 'Error of these answers: mean_absolute in the unit of the target, median_absolute_percentage and error_share as shares of 1, log_loss',
  },
  marea_live_interval_coverage: {
    type: 'gauge',
    help: 'Share of these answers whose interval held the truth',
  },
  marea_interval_level: {
    type: 'gauge',
    help: 'Share of answers whose interval should hold the truth, as the latest of them says',
  },
  marea_live_predicted: { type: 'summary', help: 'Quantiles of these answers, in the unit of the target' },
  marea_live_actual: { type: 'summary', help: 'Quantiles of their truth, in the unit of the target' },
} as const;

export const live: Group = {
  name: 'live',
  async read(sql, datasets) {
    const measured = await Promise.all(
      datasets.map(async (dataset) => ({
        dataset: dataset.name,
        of: measure(dataset, await newestTold(sql, dataset.name, LATEST)),
      })),
    );
    return Object.entries(FAMILIES).map(
      ([name, { type, help }]): Family => ({
        name,
        help,
        type,
        values: measured.flatMap(({ dataset, of }) =>
          of
            .filter(([of]) => of === name)
            .map(([, labels, value]) => ({ labels: { dataset, ...labels }, value })),
        ),
      }),
    );
  },
};

function measure({ target }: Dataset, told: readonly Told[]): Measured {
  return target.task === 'regression'
    ? regression(target.column, told)
    : classification(target.classes, told);
}

function regression(target: string, all: readonly Told[]): Measured {
  const told = all.filter(
    ({ output, actual }) => typeof output[target] === 'number' && typeof actual === 'number',
  );
  if (told.length === 0) return [['marea_live_feedback', {}, 0]];
  const predicted = Float64Array.from(told, ({ output }) => output[target] as number);
  const actual = Float64Array.from(told, (row) => row.actual as number);
  return [
    ['marea_live_feedback', {}, told.length],
    ['marea_live_error', { metric: 'mean_absolute' }, mae(actual, predicted)],
    [
      'marea_live_error',
      { metric: 'median_absolute_percentage' },
      medianAbsolutePercentageError(actual, predicted),
    ],
    ...quantiles('marea_live_predicted', predicted),
    ...quantiles('marea_live_actual', actual),
    ...intervals(told),
  ];
}

function quantiles(name: 'marea_live_predicted' | 'marea_live_actual', values: Float64Array): Measured {
  const sorted = values.slice().sort();
  return QUANTILES.map((share) => [name, { quantile: String(share) }, quantile(sorted, share)] as const);
}

interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

function intervals(told: readonly Told[]): Measured {
  const held = told.flatMap(({ output, actual }) => {
    const interval = output.interval as Interval | null | undefined;
    return interval ? [{ ...interval, actual: actual as number }] : [];
  });
  const newest = held[0];
  if (!newest) return [];
  const actual = Float64Array.from(held, (row) => row.actual);
  const lower = Float64Array.from(held, (row) => row.lower);
  const upper = Float64Array.from(held, (row) => row.upper);
  return [
    ['marea_live_interval_coverage', {}, coverage(actual, { lower, upper })],
    ['marea_interval_level', {}, newest.level],
  ];
}

function classification(classes: readonly string[], all: readonly Told[]): Measured {
  const told = all.filter(
    ({ output, actual }) => output.probabilities instanceof Object && classes.includes(actual as string),
  );
  if (told.length === 0) return [['marea_live_feedback', {}, 0]];
  const actual = Float64Array.from(told, (row) => classes.indexOf(row.actual as string));
  const probabilities = Float64Array.from(
    told.flatMap(({ output }) => {
      const of = output.probabilities as Readonly<Record<string, number>>;
      return classes.map((name) => of[name] ?? 0);
    }),
  );
  return [
    ['marea_live_feedback', {}, told.length],
    [
      'marea_live_error',
      { metric: 'error_share' },
      1 - accuracy(actual, mostProbable(probabilities, classes.length)),
    ],
    ['marea_live_error', { metric: 'log_loss' }, logLoss(actual, probabilities, classes.length)],
  ];
}
