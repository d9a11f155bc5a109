/** Features as people call them: a column by its own label, what is computed by words that follow from the declaration. */
import type { Expression } from '../ml/expression.ts';
import type { FeatureSpecification, KeyPart } from '../ml/features/specification.ts';
import type { Dataset } from './declaration.ts';

export interface FeatureWords {
  readonly label: string;
  readonly unit?: string | undefined;
  /** The column that it is, and nothing else: what was given there says more than a number for it. */
  readonly column?: string;
  /** What was taken of the value that people know, to be undone. */
  readonly taken?: 'log' | 'log1p';
}

/** @param name of a feature as a model has it: "race:Asian" is one of several that are declared as "race" */
export function featureWords(dataset: Dataset, name: string): FeatureWords {
  const { columns, derived, features } = dataset;
  const exact = features.find((feature) => feature.name === name);
  if (exact && !(name in derived)) return wordsOf(dataset, exact, undefined);
  const known = derived[name] ?? columns[name];
  if (known) return { label: known.label, unit: known.unit, ...(name in columns ? { column: name } : {}) };
  const [family, part] = split(name);
  const one = features.find((feature) => feature.name === family);
  return one && part !== undefined ? wordsOf(dataset, one, part) : { label: spaced(name) };
}

function split(name: string): readonly [string, string | undefined] {
  const at = name.indexOf(':');
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

/** @param part which of several features of this kind */
function wordsOf(dataset: Dataset, feature: FeatureSpecification, part: string | undefined): FeatureWords {
  switch (feature.kind) {
    case 'formula':
      return ofFormula(dataset, feature.of);
    case 'targetMean':
      return ofTargetMean(dataset, feature, part);
    case 'groupMean': {
      const { label, unit } = columnWords(dataset, feature.column);
      return { label: `Usual ${inner(label)} by ${keyWords(dataset, feature.levels[0])}`, unit };
    }
    case 'frequency':
      return { label: `Rows with the same ${keyWords(dataset, feature.key)}`, taken: 'log1p' };
    case 'category': {
      const [only, ...more] = feature.key;
      return typeof only === 'string' && more.length === 0
        ? columnWords(dataset, only)
        : { label: keyWords(dataset, feature.key) };
    }
    case 'scale':
      return columnWords(dataset, feature.column);
    case 'oneHot':
    case 'group':
      return { label: `${columnWords(dataset, feature.column).label}: ${part ?? 'any'}` };
  }
}

function ofFormula(dataset: Dataset, formula: Expression): FeatureWords {
  if (formula.op === 'column') return columnWords(dataset, formula.name);
  const words = expressionWords(dataset, formula);
  return { label: words.charAt(0).toUpperCase() + words.slice(1) };
}

function ofTargetMean(
  dataset: Dataset,
  { levels, per }: Extract<FeatureSpecification, { kind: 'targetMean' }>,
  part: string | undefined,
): FeatureWords {
  const { target } = dataset;
  const by = keyWords(dataset, levels[0]);
  if (part !== undefined) return { label: `Share of ${part} by ${by}` };
  const { label, unit } = columnWords(dataset, target.column);
  if (per === undefined) {
    const isLog = target.task === 'regression' && target.transform === 'log';
    return { label: `Usual ${inner(label)} by ${by}`, unit, ...(isLog ? { taken: 'log' } : {}) };
  }
  const of = columnWords(dataset, per);
  return {
    label: `Usual ${inner(label)} per ${of.unit ?? inner(of.label)} by ${by}`,
    unit: unit && of.unit ? `${unit}/${of.unit}` : undefined,
  };
}

function expressionWords(dataset: Dataset, expression: Expression): string {
  const label = (column: string): string => inner(columnWords(dataset, column).label);
  switch (expression.op) {
    case 'constant':
      return String(expression.value);
    case 'column':
      return label(expression.name);
    case 'feature':
      return inner(featureWords(dataset, expression.name).label);
    case 'equals':
      return `${label(expression.column)} is ${spaced(expression.value)}`;
    case 'codeNumber':
      return `${label(expression.column)} as a number`;
    case 'yearsBefore':
      return `years since ${label(expression.column)}`;
    case 'year':
    case 'month':
      return `${expression.op} of ${label(expression.column)}`;
    default:
      return [expression.left, expression.right]
        .map((side) => expressionWords(dataset, side))
        .join(BETWEEN[expression.op]);
  }
}

const BETWEEN = { add: ' and ', subtract: ' less ', multiply: ' times ', divide: ' to ' } as const;

function columnWords({ columns }: Dataset, name: string): FeatureWords {
  const column = columns[name];
  return column ? { label: column.label, unit: column.unit, column: name } : { label: spaced(name) };
}

const keyWords = (dataset: Dataset, key: readonly KeyPart[] | undefined): string =>
  (key ?? [])
    .map((part) => {
      if (typeof part === 'string') return inner(columnWords(dataset, part).label);
      return `the first ${part.prefix} of ${inner(columnWords(dataset, part.column).label)}`;
    })
    .join(' and ');

/** Within a phrase: "Living space" begins small, "ZIP code" does not. */
const inner = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

const spaced = (name: string): string => name.replaceAll('_', ' ');
