/** The best split of a node: of all thresholds, one-hot values and sets of categories the one that gains most. */
import { type Bins, isCategorical } from '../bins.ts';
import type { HistogramColumn, Layout } from '../layout.ts';
import { bestOfBundle } from './bundle.ts';
import { bestSet } from './categories.ts';
import { bestFound } from './found.ts';
import { worthOfNode } from './gain.ts';
import { NOTHING, type Split, type SplitQuestion } from './split.ts';
import { bestThreshold } from './thresholds.ts';

/**
 * @param columns of the layout to look at
 * @returns null when no split gains enough; of equal ones the first, thresholds before all others
 */
export function bestSplit(
  question: SplitQuestion,
  layout: Layout,
  bins: Bins,
  columns: Int32Array,
): Split | null {
  const { node, settings, findings } = question;
  const least = worthOfNode(node, settings) + Math.max(settings.minGain, NOTHING);
  let best = findings && bestFound(question, findings, layout, columns, least);
  for (const index of columns) {
    if (findings && (layout.thresholds[index] as number) > 0) continue;
    const column = layout.columns[index] as HistogramColumn;
    best = bestOfColumn(question, column, bins, best ? best.worth : least) ?? best;
  }
  return best;
}

function bestOfColumn(
  question: SplitQuestion,
  column: HistogramColumn,
  bins: Bins,
  least: number,
): Split | null {
  if (column.features.length > 1) return bestOfBundle(question, column, bins.monotone, least);
  const feature = column.features[0] as number;
  if (isCategorical(bins, feature)) return bestSet(question, column, least);
  return bestThreshold(question, column, bins.monotone[feature] as number, least);
}
