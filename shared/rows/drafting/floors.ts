/** What a model must reach to be served, from what a quick fit has reached. */
import type { Dataset, Threshold } from '../../datasets/declaration.ts';
import type { Metrics } from '../../ml/metrics/metrics.ts';
import { type Table, text } from '../../ml/table.ts';

export interface Floors {
  readonly accept: readonly Threshold[];
  readonly why: string;
}

/** Half of the way from what knows nothing to the quick fit: low enough for other rows, too high for a broken model. */
export function floorsOf({ target, objective }: Dataset, metrics: Metrics, table: Table): Floors {
  if (target.task === 'regression') {
    const { metric } = objective;
    const reached = metrics[metric] ?? 0;
    return {
      accept: [{ metric, least: shown(Math.max(0, reached) / 2) }],
      why: `a quick fit on a part of the rows reached ${metric} ${shown(reached)}; half of that is asked for`,
    };
  }
  const nothing = entropyOf(text(table, target.column));
  const reached = metrics.log_loss ?? nothing;
  const most = reached < nothing ? (reached + nothing) / 2 : 1.05 * nothing;
  return {
    accept: [{ metric: 'log_loss', most: shown(most) }],
    why:
      `a quick fit on a part of the rows reached log_loss ${shown(reached)}, knowing only how common each class is ` +
      `${shown(nothing)}; between them is asked for`,
  };
}

function entropyOf(labels: readonly (string | null)[]): number {
  const counts = new Map<string | null, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / labels.length;
    return sum - share * Math.log(share);
  }, 0);
}

const shown = (value: number): number => Number(value.toPrecision(3));
