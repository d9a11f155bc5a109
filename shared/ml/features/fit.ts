/** Fits features on the training rows, and gives the matrix that models are fitted and scored on. */
import type { Matrix, Table } from '../table.ts';
import { applyFeatures, renewFormulas } from './apply.ts';
import { type FittedFeature, type FittedFeatures, featureNames } from './fitted.ts';
import { foldOfRows } from './folds.ts';
import { meansOf } from './group-means.ts';
import { type Grouping, groupRows } from './grouping.ts';
import {
  lookUpCategory,
  lookUpFrequency,
  lookUpGroup,
  lookUpMeans,
  lookUpOneHot,
  lookUpScale,
} from './lookups.ts';
import type { Targets } from './means.ts';
import { type Fold, foldsOf, putOutOfFold } from './out-of-fold.ts';
import type { FeatureSpecification, KeyPart } from './specification.ts';
import { TableKeys } from './table-keys.ts';
import { type Task, targetsOf } from './target.ts';

export interface FitOptions {
  /** Of the out-of-fold target means; default 5. */
  readonly folds?: number;
  readonly seed?: number;
  /** For each row the key of its group: rows of one group are in one fold. Default: each row by itself. */
  readonly groups?: readonly (string | null)[];
}

/** What features are fitted from. */
export interface Training {
  readonly table: Table;
  readonly targets: Targets;
  readonly task: Task;
  /** Numbers of the training rows. */
  readonly rows: Int32Array;
  readonly group: (key: readonly KeyPart[]) => Grouping;
}

/**
 * Fits the specifications on the training rows alone, and computes the features of all rows: training rows get
 * target means that were fitted without their own fold, all others what the fitted features say of them.
 * @param target in model space, or the index of the class; one for each row of the table
 * @param trainRows a mask (1 for each training row) or the training rows' numbers
 * @throws when a column is absent or of the other type, when no row is for training or one of them has no target,
 *   when names are not unique
 */
export function fitTransform(
  specifications: readonly FeatureSpecification[],
  table: Table,
  target: ArrayLike<number>,
  task: Task,
  trainRows: Uint8Array | Int32Array,
  options: FitOptions = {},
): { fitted: FittedFeatures; matrix: Matrix } {
  const rows = numbersOf(trainRows);
  checkRows(rows, target);
  const targets = targetsOf(target, task);
  const keys = new TableKeys(table);
  const training = { table, targets, task, rows, group: rememberGroups(keys, rows) };
  const fitted = { features: specifications.map((specification) => fitFeature(specification, training)) };
  refuseDuplicates(featureNames(fitted));
  const matrix = applyFeatures(fitted, table, keys);
  const { folds = 5, seed = 0, groups } = options;
  const split = foldsOf(rows, foldOfRows(table.rows, folds, seed, groups), folds);
  hideOwnValues(specifications, training, split, fitted, matrix);
  renewFormulas(fitted, table, matrix);
  return { fitted, matrix };
}

function fitFeature(specification: FeatureSpecification, training: Training): FittedFeature {
  switch (specification.kind) {
    case 'formula':
      return specification;
    case 'targetMean':
    case 'groupMean': {
      const { names, levels, over } = meansOf(specification, training);
      return lookUpMeans(names, levels, over(training.rows));
    }
    case 'category':
      return lookUpCategory(specification, training.group(specification.key));
    case 'frequency':
      return lookUpFrequency(specification, training.group(specification.key));
    case 'oneHot':
      return lookUpOneHot(specification, training.group([specification.column]));
    case 'scale':
      return lookUpScale(specification);
    case 'group':
      return lookUpGroup(specification, training.group([specification.column]));
  }
}

/** Replaces the training rows' means by those of the other folds. */
function hideOwnValues(
  specifications: readonly FeatureSpecification[],
  training: Training,
  folds: readonly Fold[],
  fitted: FittedFeatures,
  matrix: Matrix,
): void {
  let column = 0;
  specifications.forEach((specification, at) => {
    if (specification.kind === 'targetMean' || specification.kind === 'groupMean') {
      const { levels, over } = meansOf(specification, training);
      putOutOfFold(matrix, column, levels, over, folds);
    }
    const feature = fitted.features[at] as FittedFeature;
    column += feature.kind === 'formula' ? 1 : feature.names.length;
  });
}

/** Several features share a key: rows are grouped once. */
function rememberGroups(table: TableKeys, rows: Int32Array): (key: readonly KeyPart[]) => Grouping {
  const known = new Map<string, Grouping>();
  return (key) => {
    const name = JSON.stringify(key);
    const found = known.get(name) ?? groupRows(key, table, rows);
    known.set(name, found);
    return found;
  };
}

function numbersOf(rows: Uint8Array | Int32Array): Int32Array {
  if (rows instanceof Int32Array) return rows;
  const numbers: number[] = [];
  for (let row = 0; row < rows.length; row++) if (rows[row]) numbers.push(row);
  return Int32Array.from(numbers);
}

function checkRows(rows: Int32Array, target: ArrayLike<number>): void {
  if (rows.length === 0) throw new Error('features need at least one training row, there is none');
  const without = rows.find((row) => !Number.isFinite(target[row]));
  if (without === undefined) return;
  throw new Error(
    `the target of training row ${without} is ${target[without]}: leave out rows without a target`,
  );
}

function refuseDuplicates(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`two features are named "${twice}": give one of them another name`);
}
