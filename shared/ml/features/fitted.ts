/**
 * What fitting makes of the specifications: formulas, and tables that are looked up by key. Plain JSON, so that
 * it can be stored, and no more than what the ONNX graph can carry.
 */
import type { Expression } from '../expression.ts';

export interface FittedFeatures {
  readonly features: readonly FittedFeature[];
}

export type FittedFeature = FittedFormula | FittedLookup;

export interface FittedFormula {
  readonly kind: 'formula';
  readonly name: string;
  readonly of: Expression;
  readonly monotone?: 1 | -1;
}

/**
 * A row of `values` for each known key. The levels are tried in order; where none knows its key the last row of
 * `values` is the answer. A level's rows are greater than those of all coarser levels.
 */
export interface FittedLookup {
  readonly kind: 'lookup';
  /** Names of the features: one for each column of `values`. */
  readonly names: readonly string[];
  readonly levels: readonly FittedLevel[];
  /** Row-major, names.length wide, float32; null is NaN, which JSON does not have. */
  readonly values: readonly (number | null)[];
  /** NaN where a column of the first level's key is missing, whatever the levels say. Default false. */
  readonly needsKey?: boolean;
  /** How many categories the values are of: 0 .. n-1. Absent: they are numbers. */
  readonly categories?: number;
}

export interface FittedLevel {
  readonly key: readonly FittedKeyPart[];
  /** Known keys: the parts joined by `keySeparator`. */
  readonly keys: readonly string[];
  /** For each key its row of `values`. */
  readonly rows: readonly number[];
}

/** The columns of the first level's key. */
export const columnsOfKey = ({ levels }: FittedLookup): string[] => [
  ...new Set(levels[0]?.key.map((part) => (typeof part === 'string' ? part : part.column))),
];

export type FittedKeyPart = string | FittedPrefix;

/**
 * The first letters of a code. ONNX has no substring, so what has a prefix is settled here: codes of digits whose
 * length is in `digits`, and the codes listed in `others`. Any other code counts as missing.
 */
export interface FittedPrefix {
  readonly column: string;
  readonly prefix: number;
  readonly digits: readonly number[];
  readonly others: readonly string[];
  /** Prefixes seen in training; others are unknown keys anyway. */
  readonly known: readonly string[];
}

/** Between the parts of a key: no column has it in its text. */
export const keySeparator = '\u001f';

/** Names of all features, in the order of the matrix. */
export function featureNames(fitted: FittedFeatures): string[] {
  return fitted.features.flatMap((feature) => (feature.kind === 'formula' ? [feature.name] : feature.names));
}

/** For each feature of the matrix how many categories it has, 0 for numbers; undefined when none has any. */
export function categoriesOf({ features }: FittedFeatures): number[] | undefined {
  const counts = features.flatMap((feature) =>
    feature.kind === 'formula' ? [0] : feature.names.map(() => feature.categories ?? 0),
  );
  return counts.some((count) => count > 0) ? counts : undefined;
}

/** For each feature of the matrix in which direction answers may go; undefined when all are free. */
export function directionsOf({ features }: FittedFeatures): (-1 | 0 | 1)[] | undefined {
  const directions = features.flatMap((feature): (-1 | 0 | 1)[] =>
    feature.kind === 'formula' ? [feature.monotone ?? 0] : feature.names.map(() => 0),
  );
  return directions.some((direction) => direction !== 0) ? directions : undefined;
}

export interface InputColumn {
  readonly name: string;
  /** float: numbers, NaN is missing. string: texts, "" is missing. */
  readonly type: 'float' | 'string';
}

/**
 * The raw columns that the features are computed from, in the order of their first use.
 * @throws when a column is used both as number and as text
 */
export function inputsOf(fitted: FittedFeatures): InputColumn[] {
  const found = new Map<string, InputColumn>();
  for (const input of fitted.features.flatMap(inputsOfFeature)) {
    const known = found.get(input.name);
    if (known && known.type !== input.type) {
      throw new Error(`column "${input.name}" is used as a number and as text: declare it as one of them`);
    }
    found.set(input.name, input);
  }
  return [...found.values()];
}

function inputsOfFeature(feature: FittedFeature): InputColumn[] {
  if (feature.kind === 'formula') return inputsOfFormula(feature.of);
  return feature.levels.flatMap((level) =>
    level.key.map((part) => ({ name: typeof part === 'string' ? part : part.column, type: 'string' })),
  );
}

function inputsOfFormula(formula: Expression): InputColumn[] {
  switch (formula.op) {
    case 'constant':
    case 'feature':
      return [];
    case 'column':
      return [{ name: formula.name, type: 'float' }];
    case 'yearsBefore':
    case 'year':
    case 'month':
      return [{ name: formula.column, type: 'float' }];
    case 'equals':
    case 'codeNumber':
      return [{ name: formula.column, type: 'string' }];
    default:
      return [...inputsOfFormula(formula.left), ...inputsOfFormula(formula.right)];
  }
}
