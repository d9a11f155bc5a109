/** What turns raw scores of the model into answers: how sure they are is learned from rows that it has not seen. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { fitClassificationHead } from '../../shared/ml/calibration/classification-head.ts';
import { fitRegressionHead } from '../../shared/ml/calibration/regression-head.ts';
import type { ClassificationHead, Head, Model, RegressionHead } from '../../shared/ml/models/model.ts';
import { scoreModel } from '../../shared/ml/models/score.ts';
import { examplesOf, rowsOf } from '../../shared/tracking/parts.ts';
import type { TrainingData } from '../../shared/tracking/workspace.ts';
import { LEARNED } from './refit.ts';

/**
 * Errors fall with the number of rows to this power: learning curves are power laws (Hestness et al., "Deep Learning
 * Scaling is Predictable, Empirically", 2017), and on listings, between 56 and 80 % of them, it is this one.
 */
const LEARNING = 0.08;

export interface Calibration {
  /** The choice as it was before the rows of validation and calibration were learned from too. */
  readonly model: Model;
  readonly searched: TrainingData;
  /** Features of the model that is served. */
  readonly served: TrainingData;
  readonly seed: number;
}

/** Of the errors of the choice; the model that is served has smaller ones, by its learning curve. */
export function fitHead({ target }: Pick<Dataset, 'target'>, calibration: Calibration): Head {
  return target.task === 'classification'
    ? classificationHead(target.classes, calibration)
    : regressionHead(target, calibration);
}

function classificationHead(
  classes: readonly string[],
  { model, searched }: Calibration,
): ClassificationHead {
  const { x, y } = examplesOf(searched, 'calibration');
  return fitClassificationHead(classes, y, scoreModel(model, x));
}

function regressionHead(
  { transform, center = 'mean' }: Extract<Dataset['target'], { task: 'regression' }>,
  { model, searched, served, seed }: Calibration,
): RegressionHead {
  const head = fitRegressionHead(
    model,
    examplesOf(searched, 'validation'),
    examplesOf(searched, 'calibration'),
    {
      transform,
      center,
      seed,
      served: [examplesOf(served, 'validation').x, examplesOf(served, 'calibration').x],
    },
  );
  const quantile = Math.fround(head.interval.quantile * smallerErrors(searched));
  return { ...head, interval: { ...head.interval, quantile } };
}

const smallerErrors = ({ bucket }: TrainingData): number =>
  (rowsOf(bucket, 'train').length / rowsOf(bucket, ...LEARNED).length) ** LEARNING;
