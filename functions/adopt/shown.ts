/**
 * The columns that a model is asked with, as numbers: what its explanations are about, and what tells how sure an answer
 * is. A text is one of its commonest values, or unknown.
 */

import type { Dataset } from '../../shared/datasets/declaration.ts';
import { isNumeric } from '../../shared/datasets/normalise.ts';
import { column } from '../../shared/ml/expression.ts';
import type { FittedFeature, FittedFeatures } from '../../shared/ml/features/fitted.ts';
import { type Table, text } from '../../shared/ml/table.ts';

/** Trees know as many categories at most. */
const MOST_VALUES = 255;

/** @param rows that may be learned from */
export function shownFeatures(dataset: Dataset, columns: readonly string[], rows: Table): FittedFeatures {
  return { features: columns.map((name) => shown(dataset, name, rows)) };
}

function shown({ columns }: Dataset, name: string, rows: Table): FittedFeature {
  const declaration = columns[name];
  if (declaration && isNumeric(declaration)) return { kind: 'formula', name, of: column(name) };
  const keys = commonest(text(rows, name));
  const numbers = keys.map((_, at) => at);
  return {
    kind: 'lookup',
    names: [name],
    levels: [{ key: [name], keys, rows: numbers }],
    values: [...numbers, null],
    needsKey: true,
    categories: keys.length,
  };
}

/** Of equals the first in the order of letters. */
function commonest(values: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked.slice(0, MOST_VALUES).map(([value]) => value);
}
