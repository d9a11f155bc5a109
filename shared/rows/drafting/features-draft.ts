/** What a model may see of a column, by its kind. */
import { column, month, year } from '../../ml/expression.ts';
import type { FeatureSpecification } from '../../ml/features/specification.ts';
import type { ColumnDraft } from './column-draft.ts';

export interface FeaturesDraft {
  readonly features: readonly FeatureSpecification[];
  /** Why it is seen so; or why it is not seen at all. */
  readonly why: string;
}

/** Trees split so many categories by sets; of more, rare ones are one. */
const MOST_CATEGORIES = 250;
/** Values of a text that comes again less often than this say nothing of the next row. */
const LEAST_REPEATED = 2;
/** Fewer values than that a tree tells apart by itself. */
const FEW = 8;
/** With more classes a mean of each would be more features than columns. */
const FEW_CLASSES = 5;

/** @param classes of the target; 1 for a number */
export function draftFeatures(drafted: ColumnDraft, classes: number): FeaturesDraft {
  const { name, declaration, distinct, present } = drafted;
  if (distinct < 2) return { features: [], why: 'left out: it has one value' };
  if (declaration.type === 'date') return ofDays(name);
  if (declaration.type === 'number' || declaration.type === 'integer')
    return { features: [{ kind: 'formula', name, of: column(name) }], why: 'as it is' };
  if (distinct * LEAST_REPEATED > present)
    return { features: [], why: 'left out: nearly every row has a text of its own, and words are not read' };
  return ofTexts(name, distinct, classes);
}

/** A day goes on and a month comes again. */
const ofDays = (name: string): FeaturesDraft => ({
  features: [
    { kind: 'formula', name: `${name}_day`, of: column(name) },
    { kind: 'formula', name: `${name}_year`, of: year(name) },
    { kind: 'formula', name: `${name}_month`, of: month(name) },
  ],
  why: 'the day for what goes on, its year, its month for seasons',
});

function ofTexts(name: string, distinct: number, classes: number): FeaturesDraft {
  const category: FeatureSpecification = { kind: 'category', name, key: [name], minRows: 5 };
  const mean: FeatureSpecification = { kind: 'targetMean', name: `${name}_mean`, levels: [[name]] };
  const often: FeatureSpecification = { kind: 'frequency', name: `${name}_rows`, key: [name] };
  if (distinct <= FEW || classes > FEW_CLASSES)
    return { features: distinct <= MOST_CATEGORIES ? [category] : [category, often], why: 'a category' };
  if (distinct <= MOST_CATEGORIES)
    return {
      features: [category, mean],
      why: 'a category, and what the target is on average for each value',
    };
  return {
    features: [mean, often],
    why: 'too many values for categories: the average of the target for each, and how often it comes',
  };
}
