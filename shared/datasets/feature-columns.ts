/** Which columns features are made of, as they are declared. */
import type { Dataset } from './declaration.ts';

type Featured = Pick<Dataset, 'columns' | 'features'>;

/** Those of all features: what a model may take. */
export const featureColumns = (dataset: Featured): Set<string> =>
  new Set(dataset.features.flatMap(({ name }) => [...columnsOfFeature(dataset, name)]));

/** @param feature by its name; a specification may give several, whose names begin with its own */
export function columnsOfFeature(dataset: Featured, feature: string): Set<string> {
  const [specification] = dataset.features
    .filter(({ name }) => feature === name || feature.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length);
  if (!specification) return new Set(Object.hasOwn(dataset.columns, feature) ? [feature] : []);
  const { name: _, kind: __, ...rest } = specification;
  return new Set(textsIn(rest).flatMap((text) => columnsBehind(dataset, feature, text)));
}

/** A text is a column, or a feature before this one. */
function columnsBehind(dataset: Featured, feature: string, text: string): string[] {
  if (Object.hasOwn(dataset.columns, text)) return [text];
  const isEarlier = text !== feature && dataset.features.some(({ name }) => name === text);
  return isEarlier ? [...columnsOfFeature(dataset, text)] : [];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
