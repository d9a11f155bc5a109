/** The parts of the split, and the target in each: they should look alike. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Part } from '../../../shared/ml/split.ts';
import { type Table, takeRows } from '../../../shared/ml/table.ts';
import { presentSorted, summaryOf } from '../../../shared/rows/summaries/summary.ts';
import type { CleanRows } from '../../../shared/store/clean-rows.ts';
import { rowsOf } from '../../../shared/tracking/parts.ts';
import type { PartSummary } from './section.ts';

const PURPOSES: readonly (readonly [Part, string])[] = [
  ['train', 'candidates are fitted on it'],
  [
    'validation',
    'candidates are stopped early and compared on it, the best are chosen; the model then learns from it too',
  ],
  ['calibration', 'intervals or probabilities are calibrated on it; the model then learns from it too'],
  [
    'test',
    'nothing is learned from it: the figures of this card and the decision on the model rest on it alone',
  ],
];

export function splitSummary(
  { target }: Pick<Dataset, 'target'>,
  { table, bucket }: CleanRows,
): PartSummary[] {
  const column = table.columns[target.column];
  const only = { rows: table.rows, columns: column ? { [target.column]: column } : {} };
  return PURPOSES.map(([part, purpose]) => {
    const rows = rowsOf(bucket, part);
    return { part, purpose, rows: rows.length, ...targetOf(target, takeRows(only, rows)) };
  });
}

function targetOf(target: Dataset['target'], table: Table): Pick<PartSummary, 'target' | 'classes'> {
  const column = table.columns[target.column];
  if (target.task === 'regression' && column instanceof Float64Array)
    return { target: summaryOf(presentSorted(column)), classes: null };
  const counts = new Map<string, number>();
  if (Array.isArray(column))
    for (const label of column) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  const classes = target.task === 'classification' ? target.classes : [];
  return { target: null, classes: Object.fromEntries(classes.map((name) => [name, counts.get(name) ?? 0])) };
}
