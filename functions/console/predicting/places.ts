/** Columns whose values fit each other, as a data set's features say: a zip code lies in a city, that in a state. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { FeatureSpecification, KeyPart } from '../../../shared/ml/features/specification.ts';

/** Of those that may be read by whoever asks, the widest first; none where no feature goes by several. */
export function placesOf(dataset: Dataset): string[] {
  const visible = suggestedOf(dataset);
  const chains = dataset.features
    .flatMap(levelsOf)
    .map((levels) => [...new Set(levels.toReversed().flatMap(wholeColumns))])
    .map((columns) => columns.filter((column) => visible.includes(column)))
    .filter((columns) => columns.length > 1)
    .sort((a, b) => b.length - a.length);
  return chains[0] ?? [];
}

/** Texts of single rows that whoever may ask the model may read. */
export function suggestedOf({ columns, listed, comparables = [], target }: Dataset): string[] {
  const named = [...new Set([...listed, ...comparables])];
  return named.filter((name) => {
    const type = columns[name]?.type;
    return name !== target.column && (type === 'text' || type === 'code');
  });
}

function levelsOf(feature: FeatureSpecification): (readonly (readonly KeyPart[])[])[] {
  return feature.kind === 'targetMean' || feature.kind === 'groupMean' ? [feature.levels] : [];
}

/** The first digits of a code are no value of the column. */
const wholeColumns = (key: readonly KeyPart[]): string[] => key.filter((part) => typeof part === 'string');
