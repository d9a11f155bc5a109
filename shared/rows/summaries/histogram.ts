/** Counts of numbers in bins that show their shape, however long their tails. */
import { quantile } from '../../stats/quantile.ts';
import type { Bin } from './column-summary.ts';

const BINS = 20;
/** Share of values at each end that the end bins take in, however far out they lie. */
const TAIL = 0.005;
/** Positive values whose middle 99 % span more than this ratio may be binned by their logarithm. */
const LOG_RATIO = 20;

/**
 * One bin for each value while there are few, else 20 bins of equal width (in the logarithm, where the values are
 * positive, span orders of magnitude and lie evenly there) over the middle 99 %; the first and the last reach to the
 * extremes. The rows of all bins together are the values'.
 *
 * @param sorted ascending, without NaN
 */
export function histogram(sorted: Float64Array): Bin[] {
  if (sorted.length === 0) return [];
  const single = eachValue(sorted);
  if (single) return single;
  const [low, high] = [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)];
  const edges = edgesBetween(low, high, isEvenInLogarithm(low, quantile(sorted, 0.5), high));
  return countsBetween(sorted, edges);
}

/** @returns undefined when there are more different values than bins */
function eachValue(sorted: Float64Array): Bin[] | undefined {
  const bins: Bin[] = [];
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from] as number;
    let to = from;
    while (to < sorted.length && sorted[to] === value) to++;
    if (bins.length === BINS) return undefined;
    bins.push({ from: value, to: value, rows: to - from });
    from = to;
  }
  return bins;
}

/** Is the median nearer to the middle of its bounds there than as it is? */
function isEvenInLogarithm(low: number, median: number, high: number): boolean {
  if (!(low > 0 && high / low > LOG_RATIO)) return false;
  const inLogarithm = Math.log(median / low) / Math.log(high / low);
  const plain = (median - low) / (high - low);
  return Math.abs(inLogarithm - 0.5) < Math.abs(plain - 0.5);
}

/** Inner edges; none when the middle of the values is one value. */
function edgesBetween(low: number, high: number, logarithmic: boolean): number[] {
  if (!(high > low)) return [low];
  const at = (share: number): number =>
    logarithmic ? low * (high / low) ** share : low + (high - low) * share;
  return Array.from({ length: BINS - 1 }, (_, i) => at((i + 1) / BINS));
}

function countsBetween(sorted: Float64Array, edges: readonly number[]): Bin[] {
  const [min, max] = [sorted[0] as number, sorted[sorted.length - 1] as number];
  const bounds = [min, ...edges, max];
  let from = 0;
  return bounds.slice(1).map((upper, i) => {
    const last = i === bounds.length - 2;
    let to = from;
    while (to < sorted.length && (last || (sorted[to] as number) < upper)) to++;
    const rows = to - from;
    from = to;
    return { from: bounds[i] as number, to: upper, rows };
  });
}
