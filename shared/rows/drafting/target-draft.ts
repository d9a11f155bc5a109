/** What is to be predicted, told from the values of the target: a number or a class, and on which scale. */

import type { ColumnDeclaration } from '../../datasets/declaration.ts';
import { normaliseColumn } from '../../datasets/normalise.ts';
import { FormatError } from '../../formats/index.ts';
import { quantile } from '../../stats/quantile.ts';
import { type ColumnDraft, draftColumn } from './column-draft.ts';
import type { Objective, Rule, Target } from './parts.ts';

export interface TargetDraft {
  readonly column: ColumnDraft;
  readonly target: Target;
  readonly objective: Objective;
  readonly rules: readonly Rule[];
  readonly why: string;
}
export type TaskAsked = 'regression' | 'classification' | undefined;

/** More classes than that are a number, an id, or too many to learn from. */
const MOST_CLASSES = 200;
/** Whole numbers are classes when there are so few, and each has its share of the rows. */
const FEW_CLASSES = 10;
const LEAST_SHARE = 0.02;
/** A class of fewer rows cannot be both learned and tested. */
const LEAST_ROWS = 10;

/**
 * @param texts of the sample
 * @param counts of the whole file
 * @throws FormatError where there is nothing to learn
 */
export function draftTarget(
  name: string,
  texts: readonly string[],
  counts: ReadonlyMap<string, number>,
  asked: TaskAsked,
): TargetDraft {
  const column = draftColumn(name, texts);
  if (column.distinct < 2)
    throw new FormatError(`the target "${name}" has ${column.distinct} different values: nothing to learn`);
  const { type } = column.declaration;
  if (type === 'date')
    throw new FormatError(`the target "${name}" is a day: declare a number of days instead`);
  const isNumber = type === 'number' || type === 'integer';
  if (asked === 'regression' && !isNumber)
    throw new FormatError(`the target "${name}" is ${type}, a regression needs numbers`);
  if (asked === 'classification' || (asked === undefined && isClass(column)))
    return ofClasses(column, texts, counts);
  return ofNumbers(column, name);
}

function isClass({ declaration: { type }, distinct, values, present }: ColumnDraft): boolean {
  if (type === 'text' || type === 'code' || distinct === 2) return true;
  if (type !== 'integer' || distinct > FEW_CLASSES || !(values instanceof Float64Array)) return false;
  const rows = new Map<number, number>();
  for (const value of values) if (!Number.isNaN(value)) rows.set(value, (rows.get(value) ?? 0) + 1);
  return [...rows.values()].every((count) => count >= LEAST_SHARE * present);
}

function ofClasses(
  drafted: ColumnDraft,
  texts: readonly string[],
  counts: ReadonlyMap<string, number>,
): TargetDraft {
  const { name, declaration } = drafted;
  const { label, missing, case: cased } = declaration;
  const spelled = { label, ...(missing ? { missing } : {}), ...(cased ? { case: cased } : {}) };
  const isText = declaration.type === 'text';
  const as: ColumnDeclaration = { type: isText ? 'text' : 'code', ...spelled };
  const all = countedClasses(as, counts);
  const classes = [...all].filter(([, rows]) => rows >= LEAST_ROWS).map(([label]) => label);
  if (classes.length > MOST_CLASSES)
    throw new FormatError(
      `the target "${name}" has ${classes.length} classes, at most ${MOST_CLASSES} are learned: ` +
        'group the rare ones into one in the file, or ask for --task regression if they are numbers',
    );
  if (classes.length < 2)
    throw new FormatError(
      `the target "${name}" has ${all.size} values, fewer than two of them in ${LEAST_ROWS} rows or more`,
    );
  classes.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const { column: values } = normaliseColumn(as, texts);
  const left = all.size - classes.length;
  return {
    column: { ...drafted, declaration: { ...as, values: classes }, values, why: 'the classes of the answer' },
    target: { column: name, task: 'classification', classes },
    objective: { metric: 'log_loss', better: 'lower' },
    rules: [
      { name: 'no_target', rejects: { when: 'missing', column: name } },
      { name: 'unknown_target', rejects: { when: 'not one of', column: name, values: classes } },
    ],
    why:
      `${classes.length} classes, so that an answer is a probability of each` +
      (left > 0
        ? `; ${left} of fewer than ${LEAST_ROWS} rows are left out, too few to learn and to test`
        : ''),
  };
}

function countedClasses(as: ColumnDeclaration, counts: ReadonlyMap<string, number>): Map<string, number> {
  const texts = [...counts.keys()];
  const { column } = normaliseColumn(as, texts);
  const rows = new Map<string, number>();
  texts.forEach((text, at) => {
    const value = column[at];
    if (typeof value === 'string') rows.set(value, (rows.get(value) ?? 0) + (counts.get(text) ?? 0));
  });
  return rows;
}

function ofNumbers(column: ColumnDraft, name: string): TargetDraft {
  const values = Float64Array.from(column.values as Float64Array)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const isPositive = (values[0] ?? 0) > 0;
  const isLog = isPositive && skewness(values) > 1 && quantile(values, 0.99) > 5 * quantile(values, 0.25);
  const target: Target = {
    column: name,
    task: 'regression',
    transform: isLog ? 'log' : 'identity',
  };
  const rules: Rule[] = [
    { name: 'no_target', rejects: { when: 'missing', column: name } },
    { name: 'invalid_target', rejects: { when: 'invalid', column: name } },
  ];
  if (isLog)
    rules.push({ name: 'target_not_positive', rejects: { when: 'at most', column: name, value: 0 } });
  return {
    column,
    target,
    objective: { metric: isLog ? 'r2_log' : 'r2', better: 'higher' },
    rules,
    why: isLog
      ? 'a number above 0 of many magnitudes: its logarithm is learned, so that errors count by their share'
      : 'a number, learned as it is: errors count by their size',
  };
}

function skewness(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [second, third] = [0, 0];
  for (const value of values) {
    second += (value - mean) ** 2;
    third += (value - mean) ** 3;
  }
  return third / values.length / (second / values.length || 1) ** 1.5;
}
