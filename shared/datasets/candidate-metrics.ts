/** How a candidate does on rows that it was not fitted on, in the user's unit. */

import { classificationMetrics, type Metrics, regressionMetrics } from '../ml/metrics/metrics.ts';
import type { Examples } from '../ml/models/family.ts';
import type { Model } from '../ml/models/model.ts';
import { scoreModel } from '../ml/models/score.ts';
import { softmax } from '../ml/models/softmax.ts';
import type { Dataset } from './declaration.ts';

/**
 * Weighted where the data set weighs its rows. Without the calibration that the best candidate gets in the end: it
 * changes no order between candidates.
 */
export function scoreCandidate({ target }: Dataset, model: Model, { x, y, weight }: Examples): Metrics {
  const raw = scoreModel(model, x);
  if (target.task === 'classification') {
    const probabilities = softmax(raw, target.classes.length);
    return classificationMetrics(y, probabilities, target.classes, weight);
  }
  return target.transform === 'log'
    ? regressionMetrics(y.map(Math.exp), raw.map(Math.exp), undefined, weight)
    : regressionMetrics(y, raw, undefined, weight);
}
