/** Linear models: least squares for a number, logistic regression for a class. */
import { checkExamples } from '../examples.ts';
import type { FamilyDefinition, Fit } from '../family.ts';
import { settings } from '../parameters.ts';
import { logisticRegression } from './logistic.ts';
import { linearRegression } from './regression.ts';

const DEFAULTS = {
  /** L2 penalty of logistic regression; least squares has none. */
  penalty: 1,
  /** Of logistic regression: largest part of the gradient with which it is done. */
  tolerance: 1e-3,
};

export const fitLinear: Fit = (examples, _validation, parameters, _seed, task) => {
  checkExamples(examples, task);
  const given = settings('linear', DEFAULTS, parameters);
  if (task.task === 'regression') return linearRegression(examples);
  return logisticRegression(examples, task.classes, given);
};

export const linear: FamilyDefinition = {
  fit: fitLinear,
  settings: DEFAULTS,
  space: { penalty: { low: 1e-2, high: 1e3, scale: 'log' } },
  defaults: [{}],
};
