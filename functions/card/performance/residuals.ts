/** What is left between answer and truth: how it is distributed, and whether it depends on the answer. */
import type { RegressionAnswers } from '../../../shared/ml/metrics/answers.ts';
import { histogram } from '../../../shared/rows/summaries/histogram.ts';
import { moments } from '../../../shared/stats/moments.ts';
import { normalQuantile } from '../../../shared/stats/normal.ts';
import { quantile } from '../../../shared/stats/quantile.ts';
import { axisOver, gridOf } from './grid.ts';
import type { Residuals } from './section.ts';

const QUANTILES = 41;

/** @param logarithmic in proportion: log(actual / predicted); what has no logarithm is taken in the unit */
export function residualsOf({ actual, predicted }: RegressionAnswers, logarithmic: boolean): Residuals {
  const positive = actual.every((value) => value > 0) && predicted.every((value) => value > 0);
  const of = logarithmic && positive ? 'log' : 'unit';
  const residuals = actual.map((value, i) => {
    const answer = predicted[i] as number;
    return of === 'log' ? Math.log(value / answer) : value - answer;
  });
  const sorted = residuals.slice().sort();
  const { mean, std } = moments(residuals);
  const grid = gridOf(axisOver(predicted, of === 'log'), predicted, axisOver(residuals, false), residuals);
  return {
    of,
    mean,
    std,
    median: quantile(sorted, 0.5),
    bins: histogram(sorted),
    grid,
    quantiles: normalQuantiles(sorted, mean, std),
  };
}

/** For a plot of quantiles against quantiles: on the diagonal where residuals are normal. */
function normalQuantiles(sorted: Float64Array, mean: number, std: number): Residuals['quantiles'] {
  if (!(std > 0)) return [];
  return Array.from({ length: QUANTILES }, (_, i) => {
    const p = (i + 0.5) / QUANTILES;
    return { normal: normalQuantile(p), residual: (quantile(sorted, p) - mean) / std };
  });
}
