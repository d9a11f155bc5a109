/** Rows counted in the cells of a grid: a scatter plot of any number of rows in bounded size. */
import { quantile } from '../../../shared/stats/quantile.ts';
import type { Axis, Grid } from './section.ts';

const BINS = 40;
/** Share of values at each end that count in the outermost cells. */
const TAIL = 0.002;

/** An axis over the middle of the values; logarithmic if asked and possible. */
export function axisOver(values: Float64Array, logarithmic: boolean): Axis {
  const sorted = values.slice().sort();
  const [low, high] = [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)];
  const margin = high > low ? 0 : Math.abs(low) / 10 || 1;
  const [from, to] = [low - margin, high + margin];
  return { scale: logarithmic && from > 0 ? 'log' : 'linear', from, to, bins: BINS };
}

/** Where a value lies on an axis: 0 at its beginning, 1 at its end, beyond both if the value is. */
function positionOn({ scale, from, to }: Axis, value: number): number {
  if (scale === 'linear') return (value - from) / (to - from);
  return Math.log(Math.max(value, Number.MIN_VALUE) / from) / Math.log(to / from);
}

/** @throws never: what lies beyond an axis counts in its outermost cells */
export function gridOf(x: Axis, xs: Float64Array, y: Axis, ys: Float64Array): Grid {
  const counts = new Map<number, number>();
  for (let i = 0; i < xs.length; i++) {
    const cell = cellOn(y, ys[i] as number) * x.bins + cellOn(x, xs[i] as number);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const cells = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([cell, rows]) => [cell % x.bins, Math.floor(cell / x.bins), rows] as const);
  return { x, y, cells };
}

const cellOn = (axis: Axis, value: number): number =>
  Math.min(axis.bins - 1, Math.max(0, Math.floor(positionOn(axis, value) * axis.bins)));
