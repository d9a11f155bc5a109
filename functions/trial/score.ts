/** How a candidate does on rows that it was not fitted on, in the user's unit. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { classificationMetrics, type Metrics, regressionMetrics } from '../../shared/ml/metrics/metrics.ts';
import type { Examples } from '../../shared/ml/models/family.ts';
import type { Model } from '../../shared/ml/models/model.ts';
import { scoreModel } from '../../shared/ml/models/score.ts';
import { softmax } from '../../shared/ml/models/softmax.ts';

/** Without the calibration that the best candidate gets in the end: it changes no order between candidates. */
export function scoreCandidate({ target }: Dataset, model: Model, { x, y }: Examples): Metrics {
  const raw = scoreModel(model, x);
  if (target.task === 'classification') {
    const probabilities = softmax(raw, target.classes.length);
    return classificationMetrics(y, probabilities, target.classes);
  }
  return target.transform === 'log'
    ? regressionMetrics(y.map(Math.exp), raw.map(Math.exp))
    : regressionMetrics(y, raw);
}
