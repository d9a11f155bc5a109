/** How right the latest answers were, where the truth came back: by the metrics that a version was judged by. */
import type { Dataset, Target } from '../datasets/declaration.ts';
import { mae, medianAbsolutePercentageError } from '../ml/metrics/absolute-error.ts';
import { coverage } from '../ml/metrics/coverage.ts';
import { accuracy, mostProbable } from '../ml/metrics/labels.ts';
import { logLoss } from '../ml/metrics/probabilities.ts';
import type { Told } from './inference-log.ts';

export interface LiveQuality {
  /** Whose truth is known, and fits the target. */
  readonly answers: number;
  /** Of them, under the names that the metrics of a version have; none without answers. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Share of the answers that their intervals should hold; null where there is none. */
  readonly level: number | null;
}

const NONE: LiveQuality = { answers: 0, metrics: {}, level: null };

/** @param told the newest first */
export function liveQuality({ target }: Pick<Dataset, 'target'>, told: readonly Told[]): LiveQuality {
  return target.task === 'regression' ? ofNumbers(target.column, told) : ofClasses(target, told);
}

/** Answers that are numbers, beside what was true. */
export interface Numbers {
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
}

export function numbersIn(target: string, told: readonly Told[]): Numbers {
  const fitting = told.filter((one) => isNumber(target, one));
  return {
    predicted: Float64Array.from(fitting, ({ output }) => output[target] as number),
    actual: Float64Array.from(fitting, ({ actual }) => actual as number),
  };
}

const isNumber = (target: string, { output, actual }: Told): boolean =>
  typeof output[target] === 'number' && typeof actual === 'number';

function ofNumbers(target: string, told: readonly Told[]): LiveQuality {
  const { predicted, actual } = numbersIn(target, told);
  if (actual.length === 0) return NONE;
  const held = intervals(told.filter((one) => isNumber(target, one)));
  const errors = { mae: mae(actual, predicted), mdape: medianAbsolutePercentageError(actual, predicted) };
  return {
    answers: actual.length,
    metrics: { ...errors, ...(held ? { coverage: held.coverage } : {}) },
    level: held?.level ?? null,
  };
}

interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/** @param told the truth of each is a number */
function intervals(told: readonly Told[]): { readonly coverage: number; readonly level: number } | undefined {
  const held = told.flatMap(({ output, actual }) => {
    const interval = output.interval as Interval | null | undefined;
    return interval ? [{ ...interval, actual: actual as number }] : [];
  });
  const [newest] = held;
  if (!newest) return undefined;
  const lower = Float64Array.from(held, (row) => row.lower);
  const upper = Float64Array.from(held, (row) => row.upper);
  const actual = Float64Array.from(held, (row) => row.actual);
  return { coverage: coverage(actual, { lower, upper }), level: newest.level };
}

function ofClasses(
  { classes }: Extract<Target, { task: 'classification' }>,
  all: readonly Told[],
): LiveQuality {
  const told = all.filter(
    ({ output, actual }) => output.probabilities instanceof Object && classes.includes(actual as string),
  );
  if (told.length === 0) return NONE;
  const actual = Float64Array.from(told, (row) => classes.indexOf(row.actual as string));
  const probabilities = Float64Array.from(
    told.flatMap(({ output }) => {
      const of = output.probabilities as Readonly<Record<string, number>>;
      return classes.map((name) => of[name] ?? 0);
    }),
  );
  return {
    answers: told.length,
    metrics: {
      accuracy: accuracy(actual, mostProbable(probabilities, classes.length)),
      log_loss: logLoss(actual, probabilities, classes.length),
    },
    level: null,
  };
}
