/** Linear models: least squares for a number, logistic regression for a class. */
import { checkExamples } from '../examples.ts';
import type { Examples, FamilyDefinition, Fit, Task } from '../family.ts';
import type { LinearModel } from '../model.ts';
import { settings } from '../parameters.ts';
import { logisticRegression } from './logistic.ts';
import { linearRegression } from './regression.ts';
import { standardised } from './standardised.ts';

const DEFAULTS = {
  /** L2 penalty of logistic regression; least squares has none. */
  penalty: 1,
  /** Of logistic regression: largest part of the gradient with which it is done. */
  tolerance: 1e-3,
  /** Share of the rows at each end of a feature whose values are moved to the quantile there. */
  tail: 0.005,
};

/** Features with categories are left out: their codes are no amounts. */
export const fitLinear: Fit = (examples, _validation, parameters, _seed, task) => {
  checkExamples(examples, task);
  const given = settings('linear', DEFAULTS, parameters);
  const unused = new Set<number>();
  examples.x.categories?.forEach((count, feature) => {
    if (count > 2) unused.add(feature);
  });
  for (;;) {
    const model = fitOn(examples, task, given, unused);
    const against = slopesAgainst(model, examples.x.monotone ?? []);
    if (against.length === 0) return model;
    for (const feature of against) unused.add(feature);
  }
};

function fitOn(
  examples: Examples,
  task: Task,
  given: typeof DEFAULTS,
  unused: ReadonlySet<number>,
): LinearModel {
  const ready = standardised(examples, given.tail, unused);
  if (task.task === 'regression') return linearRegression(examples, ready);
  return logisticRegression(examples, ready, task.classes, given);
}

/** Monotone features whose slope has the other sign: they are fitted without. Of two classes the second one counts. */
function slopesAgainst({ coefficients }: LinearModel, monotone: readonly number[]): number[] {
  const slopes = coefficients.at(-1) as Float64Array;
  const first = coefficients.length > 1 ? coefficients[0] : undefined;
  return [...monotone.keys()].filter(
    (feature) => (monotone[feature] as number) * ((slopes[feature] as number) - (first?.[feature] ?? 0)) < 0,
  );
}

export const linear: FamilyDefinition = {
  fit: fitLinear,
  settings: DEFAULTS,
  space: { penalty: { low: 1e-2, high: 1e3, scale: 'log' } },
  defaults: [{}],
};
