/** How right the latest answers were, where the truth came back by /feedback. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Family, Labels } from '../../shared/runtime/exposition.ts';
import { quantile } from '../../shared/stats/quantile.ts';
import { newestTold, type Told } from '../../shared/tracking/inference-log.ts';
import { liveQuality, numbersIn } from '../../shared/tracking/live-quality.ts';
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

/** What the metrics of a version are called here. */
const ERRORS: Readonly<Record<string, string>> = {
  mae: 'mean_absolute',
  mdape: 'median_absolute_percentage',
  log_loss: 'log_loss',
};

function measure(dataset: Dataset, told: readonly Told[]): Measured {
  const { answers, metrics, level } = liveQuality(dataset, told);
  if (answers === 0) return [['marea_live_feedback', {}, 0]];
  return [
    ['marea_live_feedback', {}, answers],
    ...errors(metrics),
    ...(dataset.target.task === 'regression' ? distributions(dataset.target.column, told) : []),
    ...(metrics.coverage === undefined ? [] : [held(metrics.coverage)]),
    ...(level === null ? [] : [['marea_interval_level', {}, level] as const]),
  ];
}

const held = (share: number): Measured[number] => ['marea_live_interval_coverage', {}, share];

function errors({ accuracy, ...metrics }: Readonly<Record<string, number>>): Measured {
  const named = Object.entries(metrics).flatMap(([name, value]) => {
    const metric = ERRORS[name];
    return metric === undefined ? [] : [['marea_live_error', { metric }, value] as const];
  });
  if (accuracy === undefined) return named;
  return [['marea_live_error', { metric: 'error_share' }, 1 - accuracy], ...named];
}

function distributions(target: string, told: readonly Told[]): Measured {
  const { predicted, actual } = numbersIn(target, told);
  return [...quantiles('marea_live_predicted', predicted), ...quantiles('marea_live_actual', actual)];
}

function quantiles(name: 'marea_live_predicted' | 'marea_live_actual', values: Float64Array): Measured {
  const sorted = values.slice().sort();
  return QUANTILES.map((share) => [name, { quantile: String(share) }, quantile(sorted, share)] as const);
}
