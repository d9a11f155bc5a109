/** What runs have logged, each as an axis from 0 to 1: numbers by their value, texts side by side. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { scaleOf } from '../../../../../shared/page/charts/scale.ts';
import { METRIC, PARAM } from './keys.ts';

export interface Axis {
  /** 'metrics.r2', 'params.family' */
  readonly key: string;
  /** Between 0 and 1; undefined where the run has no value that can be placed. */
  readonly at: (run: RunReport) => number | undefined;
  readonly ticks: readonly { readonly at: number; readonly value: number | string }[];
}

/** Texts of an axis: more cannot be told apart. */
const MOST_TEXTS = 12;

/** Of keys that two runs at least have values of; texts that are too many are none. */
export const axesOf = (runs: readonly RunReport[], keys: readonly string[]): readonly Axis[] =>
  keys.flatMap((key) => {
    const values = runs.flatMap((run) => loggedOf(run, key) ?? []);
    if (values.length < 2) return [];
    const numbers = values.map(numberOf).filter((value) => value !== undefined);
    if (numbers.length === values.length) return [numericAxis(key, numbers)];
    const texts = [...new Set(values.map(String))].sort();
    return texts.length > MOST_TEXTS ? [] : [textAxis(key, texts)];
  });

/** As it was logged. */
export function loggedOf(run: RunReport, key: string): number | string | undefined {
  if (key.startsWith(METRIC)) return own(run.metrics, key.slice(METRIC.length));
  return key.startsWith(PARAM) ? own(run.params, key.slice(PARAM.length)) : undefined;
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Of a param's text as well; NaN and what is without end have no place. */
export function numberOf(value: number | string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function numericAxis(key: string, numbers: readonly number[]): Axis {
  const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
  const place = (value: number): number => (to > from ? (value - from) / (to - from) : 0.5);
  const { ticks } = scaleOf({ scale: 'linear', from, to }, [0, 1]);
  return {
    key,
    at: (run) => {
      const value = numberOf(loggedOf(run, key));
      return value === undefined ? undefined : place(value);
    },
    ticks: ticks.map((value) => ({ at: place(value), value })),
  };
}

function textAxis(key: string, texts: readonly string[]): Axis {
  const place = (index: number): number => (texts.length > 1 ? index / (texts.length - 1) : 0.5);
  return {
    key,
    at: (run) => {
      const index = texts.indexOf(String(loggedOf(run, key)));
      return index < 0 ? undefined : place(index);
    },
    ticks: texts.map((value, index) => ({ at: place(index), value })),
  };
}
