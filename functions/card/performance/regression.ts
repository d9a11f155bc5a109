/** Figures of a regression beside its metrics: intervals, predicted against actual, residuals. */
import type { RegressionAnswers } from '../../../shared/ml/metrics/answers.ts';
import { type Bounds, coverage, coverageByBand } from '../../../shared/ml/metrics/coverage.ts';
import { bandCuts, bandOf } from '../../../shared/stats/bands.ts';
import { median } from '../../../shared/stats/median.ts';
import { moments } from '../../../shared/stats/moments.ts';
import { axisOver, gridOf } from './grid.ts';
import { residualsOf } from './residuals.ts';
import type { Intervals, Performance, PredictedActual } from './section.ts';

type Figures = Pick<Performance, 'intervals' | 'predictedActual' | 'residuals'>;

export function regressionFigures(answers: RegressionAnswers, logarithmic: boolean): Figures {
  return {
    intervals: answers.bounds ? intervalsOf(answers, answers.bounds) : null,
    predictedActual: predictedActual(answers, logarithmic),
    residuals: residualsOf(answers, logarithmic),
  };
}

function intervalsOf({ actual, predicted }: RegressionAnswers, bounds: Bounds): Intervals | null {
  if (bounds.level === undefined) return null;
  return {
    level: bounds.level,
    coverage: coverage(actual, bounds),
    medianWidth: median(bounds.upper.map((upper, i) => upper - (bounds.lower[i] as number))),
    byPredicted: coverageByBand(predicted, actual, bounds).filter(({ rows }) => rows > 0),
    byActual: coverageByBand(actual, actual, bounds).filter(({ rows }) => rows > 0),
  };
}

function predictedActual({ actual, predicted }: RegressionAnswers, logarithmic: boolean): PredictedActual {
  // Both axes alike, so that the diagonal is where answers are right.
  const both = new Float64Array(actual.length * 2);
  both.set(actual);
  both.set(predicted, actual.length);
  const axis = axisOver(both, logarithmic);
  const cuts = bandCuts(predicted, 10);
  const tenths = Array.from({ length: cuts.length + 1 }, (_, band) => {
    const inBand = (_: number, row: number): boolean => bandOf(predicted[row] as number, cuts) === band;
    const { count, mean } = moments(predicted.filter(inBand));
    return { rows: count, predicted: mean, actual: moments(actual.filter(inBand)).mean };
  });
  return {
    grid: gridOf(axis, predicted, axis, actual),
    tenths: tenths.filter(({ rows }) => rows > 0),
  };
}
