/** How the columns of a data set are looked at in profiles: as numbers, or as texts. */
import type { Dataset } from './declaration.ts';
import { isNumeric } from './normalise.ts';

export function profileKinds(dataset: Dataset): Record<string, 'numeric' | 'text'> {
  const names = [...new Set([...dataset.drift.columns, dataset.target.column])];
  return Object.fromEntries(
    names.map((name) => {
      const column = dataset.columns[name];
      return [name, column && !isNumeric(column) ? 'text' : 'numeric'];
    }),
  );
}
