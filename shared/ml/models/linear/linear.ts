/** Linear models: least squares for a number, logistic regression for a class. */
import { checkExamples } from '../examples.ts';
import type { FamilyDefinition, Fit } from '../family.ts';
import { settings } from '../parameters.ts';
import { logisticRegression } from './logistic.ts';
import { linearRegression } from './regression.ts';

const DEFAULTS = {
  /** L2 penalty of logistic regression; least squares has none. */
  penalty: 1,
};

export const fitLinear: Fit = (examples, _validation, parameters, _seed, task) => {
  checkExamples(examples, task);
  const { penalty } = settings('linear', DEFAULTS, parameters);
  if (task.task === 'regression') return linearRegression(examples);
  return logisticRegression(examples, task.classes, penalty);
};

export const linear: FamilyDefinition = {
  fit: fitLinear,
  space: { penalty: { low: 1e-2, high: 1e3, scale: 'log' } },
  defaults: [{}],
};
