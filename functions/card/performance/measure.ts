/** How well the model does on held-out rows, overall and in parts. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Answers } from '../../../shared/ml/metrics/answers.ts';
import type { Table } from '../../../shared/ml/table.ts';
import { finite, type Numbers } from '../numbers.ts';
import { classificationFigures } from './classification.ts';
import { regressionFigures } from './regression.ts';
import type { Performance } from './section.ts';
import { sliceGroups } from './slices.ts';

const NO_FIGURES = {
  intervals: null,
  predictedActual: null,
  residuals: null,
  reliability: null,
  confusion: null,
};

/**
 * @param table the held-out rows
 * @param answers to them, in their order
 * @param metrics of those answers, as they are registered
 */
export function performanceOf(
  dataset: Pick<Dataset, 'columns' | 'slices' | 'target'>,
  table: Table,
  answers: Answers,
  metrics: Numbers,
): Performance {
  const { target } = dataset;
  const logarithmic = target.task === 'regression' && target.transform === 'log';
  const figures =
    answers.task === 'regression' ? regressionFigures(answers, logarithmic) : classificationFigures(answers);
  return {
    rows: answers.actual.length,
    metrics: finite(metrics),
    slices: sliceGroups(dataset, table, answers),
    ...NO_FIGURES,
    ...figures,
  };
}
