/** Names and values of metrics, as people read them. */

import { WEIGHTED } from '../../../shared/ml/metrics/names.ts';
import { amount, percent } from '../../../shared/page/format.ts';
import type { TargetFacts } from '../card.ts';

interface MetricWords {
  readonly label: string;
  readonly what: string;
  readonly form: 'unit' | 'share' | 'plain';
}

const KNOWN: Readonly<Record<string, MetricWords>> = {
  r2: { label: 'R²', what: 'share of the variance that is explained', form: 'plain' },
  r2_log: {
    label: 'R² of logarithms',
    what: 'the same in proportions: dear and cheap count alike',
    form: 'plain',
  },
  rmse: { label: 'Root mean squared error', what: 'dominated by the largest errors', form: 'unit' },
  mae: { label: 'Mean absolute error', what: 'how far off an answer is on average', form: 'unit' },
  mdape: {
    label: 'Median error',
    what: 'in percent: half of the answers are closer than that',
    form: 'share',
  },
  coverage: { label: 'Coverage', what: 'share of rows that lie inside their interval', form: 'share' },
  pinball: {
    label: 'Pinball loss',
    what: 'of the intervals: narrow and right ones make it small',
    form: 'unit',
  },
  accuracy: { label: 'Accuracy', what: 'share of rows whose most probable class is right', form: 'share' },
  log_loss: { label: 'Log loss', what: '-log of the probability given to the true class', form: 'plain' },
  brier: { label: 'Brier score', what: 'squared distance of probabilities to the truth', form: 'plain' },
  macro_f1: { label: 'F1, mean over classes', what: 'each class counts alike', form: 'plain' },
  auc: { label: 'AUC, mean over classes', what: 'one class against the rest; 0.5 is chance', form: 'plain' },
  ece: { label: 'Calibration error', what: 'mean distance of given and true shares', form: 'plain' },
};

const PREFIXES: readonly (readonly [string, (of: string) => MetricWords])[] = [
  ['auc_', (of) => ({ label: `AUC of ${of}`, what: 'against the rest', form: 'plain' })],
  ['ece_', (of) => ({ label: `Calibration error of ${of}`, what: 'against the rest', form: 'plain' })],
];

/** A metric that has no words shows under its own name. */
export function metricWords(name: string): MetricWords {
  if (name.endsWith(WEIGHTED)) {
    const plain = metricWords(name.slice(0, -WEIGHTED.length));
    return { ...plain, label: `${plain.label}, weighted`, what: 'rows count by their weight' };
  }
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known) return known;
  const [prefix, words] = PREFIXES.find(([start]) => name.startsWith(start)) ?? [];
  return words && prefix ? words(name.slice(prefix.length)) : { label: name, what: '', form: 'plain' };
}

export function metricValue(
  name: string,
  value: number | undefined,
  { unit }: Pick<TargetFacts, 'unit'>,
): string {
  if (value === undefined) return '–';
  const { form } = metricWords(name);
  if (form === 'share') return percent(value);
  return form === 'unit' ? amount(value, unit) : value.toFixed(4);
}

/** The metrics by which slices are told apart, of those that there are. */
export function sliceMetrics(task: TargetFacts['task'], classes: readonly string[] | null): string[] {
  if (task === 'regression') return ['mae', 'mdape', 'r2_log', 'coverage'];
  return ['auc', ...(classes ?? []).slice(0, 1).map((name) => `auc_${name}`), 'log_loss', 'accuracy', 'ece'];
}
