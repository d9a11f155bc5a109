/** How much each column matters to a model: by the features that are made of it. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { columnsOfFeature } from '../../../shared/datasets/feature-columns.ts';
import type { Importance } from '../../../shared/ml/explain/importance.ts';

/** A feature of several columns counts for each of them. @returns shares of all importance, by column */
export function mattering(dataset: Dataset, { features }: Importance): Map<string, number> {
  const total = features.reduce((sum, { importance }) => sum + importance, 0);
  const shares = new Map<string, number>();
  if (!(total > 0)) return shares;
  for (const { name, importance } of features)
    for (const column of columnsOfFeature(dataset, name))
      shares.set(column, (shares.get(column) ?? 0) + importance / total);
  return shares;
}
