/** How much each column matters to a model: by the features that are made of it. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Importance } from '../../../shared/ml/explain/importance.ts';

/** A feature of several columns counts for each of them. @returns shares of all importance, by column */
export function mattering(dataset: Dataset, { features }: Importance): Map<string, number> {
  const total = features.reduce((sum, { importance }) => sum + importance, 0);
  const shares = new Map<string, number>();
  if (!(total > 0)) return shares;
  for (const { name, importance } of features)
    for (const column of columnsOf(dataset, name))
      shares.set(column, (shares.get(column) ?? 0) + importance / total);
  return shares;
}

/** A specification may give several features, whose names begin with its own. */
function columnsOf(dataset: Dataset, feature: string): Set<string> {
  const [specification] = dataset.features
    .filter(({ name }) => feature === name || feature.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length);
  if (!specification) return new Set(Object.hasOwn(dataset.columns, feature) ? [feature] : []);
  const { name: _, kind: __, ...rest } = specification;
  return new Set(textsIn(rest).flatMap((text) => columnsBehind(dataset, feature, text)));
}

/** A text is a column, or a feature before this one. */
function columnsBehind(dataset: Dataset, feature: string, text: string): string[] {
  if (Object.hasOwn(dataset.columns, text)) return [text];
  const isEarlier = text !== feature && dataset.features.some(({ name }) => name === text);
  return isEarlier ? [...columnsOf(dataset, text)] : [];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
