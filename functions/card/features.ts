/** The declared features, in words. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Expression } from '../../shared/ml/expression.ts';
import type { FeatureSpecification, KeyPart } from '../../shared/ml/features/specification.ts';
import type { FeatureInWords } from './card.ts';

export function featuresInWords({
  columns,
  features,
}: Pick<Dataset, 'columns' | 'features'>): FeatureInWords[] {
  return features.map((feature) => {
    const plain =
      feature.kind === 'formula' && feature.of.op === 'column' ? columns[feature.of.name] : undefined;
    const words = plain ? `${plain.label}, as it comes` : inWords(feature);
    return { name: feature.name, words: words + monotoneInWords(feature) };
  });
}

function inWords(feature: FeatureSpecification): string {
  switch (feature.kind) {
    case 'formula':
      return expressionInWords(feature.of);
    case 'targetMean': {
      const per = feature.per ? ` for each unit of ${feature.per}` : '';
      return `mean of the target${per} ${among(feature.levels)}`;
    }
    case 'groupMean':
      return `geometric mean of ${feature.column} ${among(feature.levels)}`;
    case 'category':
      return `${keyInWords(feature.key)} as a category, the commonest first, rare ones together`;
    case 'frequency':
      return `log of 1 + the number of training rows of the same ${keyInWords(feature.key)}`;
    case 'oneHot':
      return `one 0 or 1 for each common value of ${feature.column}`;
    case 'scale':
      return `${feature.column} as a number: ${scaleInWords(feature.values)}`;
    case 'group':
      return `one 0 or 1 for each group of ${feature.column}: ${feature.groups.join(', ')}`;
  }
}

const among = (levels: readonly (readonly KeyPart[])[]): string =>
  `over rows of the same ${levels.map(keyInWords).join(', else of the same ')}`;

function monotoneInWords(feature: FeatureSpecification): string {
  if (feature.kind !== 'formula' || feature.monotone === undefined) return '';
  return feature.monotone === 1 ? '; no answer falls as it grows' : '; no answer rises as it grows';
}

const keyInWords = (key: readonly KeyPart[]): string =>
  key
    .map((part) => (typeof part === 'string' ? part : `first ${part.prefix} characters of ${part.column}`))
    .join(' and ');

const scaleInWords = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([value, number]) => `${value} is ${number}`)
    .join(', ');

const SIGNS = { add: '+', subtract: '-', multiply: '×', divide: '/' } as const;

/** `acre_lot × 43560 / house_size` @param inside another formula */
export function expressionInWords(expression: Expression, inside = false): string {
  switch (expression.op) {
    case 'column':
      return expression.name;
    case 'constant':
      return expression.value.toLocaleString('en-US');
    case 'equals':
      return `1 where ${expression.column} is ${expression.value}, else 0`;
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide': {
      const { left, right, op } = expression;
      const words = `${expressionInWords(left, true)} ${SIGNS[op]} ${expressionInWords(right, true)}`;
      return inside ? `(${words})` : words;
    }
    case 'yearsBefore':
      return `years from ${expression.column} to ${isoDay(expression.day)}`;
    case 'year':
    case 'month':
      return `${expression.op} of ${expression.column}`;
    case 'codeNumber':
      return `${expression.column} as a number`;
    case 'feature':
      return expression.name;
  }
}

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
