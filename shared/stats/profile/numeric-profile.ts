/** Sketch of a numeric column. */
import { moments } from '../moments.ts';
import { sorted } from '../sorted.ts';
import type { NumericProfile } from './profile.ts';

const POINTS = 1000;
/** Values at either end that stay as they are: few rows far out weigh much in some measures. */
const TAIL = 25;

/**
 * Moments, range and a weighted sample of at most 1,000 points. The sample is exact (every value with its count) up
 * to 1,000 distinct values; beyond, its distribution function is within 1/1900 of the column's, and exact at the ends.
 *
 * @param values NaN is missing
 */
export function numericProfile(values: Float64Array): NumericProfile {
  const present = sorted(values.filter((value) => !Number.isNaN(value)));
  const { count, missing, mean, std, min, max } = moments(values);
  const distinct = countDistinct(present);
  const sample = distinct <= POINTS ? everyValue(present) : slices(present);
  const known = count > 0;
  return {
    kind: 'numeric',
    count,
    missing,
    distinct,
    mean: known ? mean : null,
    std: known ? std : null,
    min: known ? min : null,
    max: known ? max : null,
    ...sample,
  };
}

function countDistinct(sorted: Float64Array): number {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

function everyValue(sorted: Float64Array): { points: number[]; weights: number[] } {
  const points: number[] = [];
  const weights: number[] = [];
  for (const value of sorted) add(points, weights, value, 1);
  return { points, weights };
}

function slices(sorted: Float64Array): { points: number[]; weights: number[] } {
  const points: number[] = [];
  const weights: number[] = [];
  const inner = sorted.subarray(TAIL, sorted.length - TAIL);
  const count = POINTS - 2 * TAIL;
  for (const value of sorted.subarray(0, TAIL)) add(points, weights, value, 1);
  for (let k = 0; k < count; k++) {
    const from = Math.round((k * inner.length) / count);
    const to = Math.round(((k + 1) * inner.length) / count);
    if (to > from) add(points, weights, inner[(from + to) >> 1] as number, to - from);
  }
  for (const value of sorted.subarray(sorted.length - TAIL)) add(points, weights, value, 1);
  return { points, weights };
}

/** Adds to the last point when the value is the same. */
function add(points: number[], weights: number[], value: number, weight: number): void {
  const last = points.length - 1;
  if (last >= 0 && points[last] === value) weights[last] = (weights[last] as number) + weight;
  else {
    points.push(value);
    weights.push(weight);
  }
}
