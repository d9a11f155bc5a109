/** What metrics there are of a task, and whether more of one is better: what a declaration may ask for. */

export type Better = 'higher' | 'lower';

/** Of trials, and of versions. */
const REGRESSION: Readonly<Record<string, Better>> = {
  r2: 'higher',
  rmse: 'lower',
  mae: 'lower',
  mdape: 'lower',
};
/** Of targets that are above 0. */
const OF_LOGARITHMS: Readonly<Record<string, Better>> = { r2_log: 'higher' };
/** Of versions alone: a trial has no intervals yet. */
const OF_INTERVALS: Readonly<Record<string, Better>> = { coverage: 'higher', pinball: 'lower' };
const CLASSIFICATION: Readonly<Record<string, Better>> = {
  accuracy: 'higher',
  log_loss: 'lower',
  brier: 'lower',
  macro_f1: 'higher',
  auc: 'higher',
  ece: 'lower',
};
/** These are there for each class, too: `auc_<class>`. */
const OF_CLASSES = ['auc', 'ece'];

/** Ends the names of metrics in which rows count by their weight. */
export const WEIGHTED = '_weighted';

export type Measured =
  | { readonly task: 'regression'; readonly logarithms: boolean }
  | { readonly task: 'classification'; readonly classes: readonly string[] };

/** Those that every trial and every version has, by name. */
export function trialMetrics(of: Measured): Record<string, Better> {
  if (of.task === 'regression') return { ...REGRESSION, ...(of.logarithms ? OF_LOGARITHMS : {}) };
  const each = OF_CLASSES.flatMap((name) =>
    of.classes.map((label) => [`${name}_${label}`, CLASSIFICATION[name] ?? 'higher'] as const),
  );
  return { ...CLASSIFICATION, ...Object.fromEntries(each) };
}

/** Those that a version has on the held-out rows. @param weighted whether rows have weights: then each is there twice */
export function versionMetrics(of: Measured, weighted: boolean): Record<string, Better> {
  const plain = { ...trialMetrics(of), ...(of.task === 'regression' ? OF_INTERVALS : {}) };
  if (!weighted) return plain;
  return {
    ...plain,
    ...Object.fromEntries(Object.entries(plain).map(([name, better]) => [name + WEIGHTED, better])),
  };
}
