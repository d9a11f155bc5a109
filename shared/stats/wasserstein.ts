/** First Wasserstein (earth mover's) distance between two one-dimensional samples. */
import { type SortedSample, totalWeight, weightAt } from './sample.ts';

/**
 * The area between the two distribution functions, as scipy.stats.wasserstein_distance: Ramdas, Garcia, Cuturi,
 * "On Wasserstein Two Sample Testing" (2015). Linear in the lengths.
 *
 * @returns a distance in the unit of the values
 * @throws RangeError when a sample is empty
 * @example wasserstein({ values: [0, 1, 3] }, { values: [5, 6, 8] }) // 5
 */
export function wasserstein(a: SortedSample, b: SortedSample): number {
  const stepA = 1 / totalWeight(a);
  const stepB = 1 / totalWeight(b);
  let i = 0;
  let j = 0;
  let difference = 0;
  let area = 0;
  let previous = Math.min(a.values[0] as number, b.values[0] as number);
  while (i < a.values.length || j < b.values.length) {
    const nextA = i < a.values.length ? (a.values[i] as number) : Number.POSITIVE_INFINITY;
    const nextB = j < b.values.length ? (b.values[j] as number) : Number.POSITIVE_INFINITY;
    const next = Math.min(nextA, nextB);
    area += Math.abs(difference) * (next - previous);
    previous = next;
    if (nextA <= nextB) difference += stepA * weightAt(a, i++);
    else difference -= stepB * weightAt(b, j++);
  }
  return area;
}
