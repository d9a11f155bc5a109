/**
 * Numbers rounded to a common grid, fine enough to lose nothing that matters and coarse enough that all sums of them
 * are exact: additions then give the same in any order, and a difference of sums is the sum of the others. The idea
 * is that of Demmel and Nguyen, "Parallel Reproducible Summation" (2015), with one bin.
 */
import { FitFailure } from '../fit-failure.ts';
import type { Kernel } from './kernel/kernel.ts';

/**
 * Rounds numbers, in place, to multiples of a power of two: at most 2^-50 of their count times the greatest of them.
 *
 * @param values of the kernel's room
 * @throws FitFailure when one of them is not finite
 */
export function roundToGrid(kernel: Kernel, values: Float64Array): void {
  const greatest = kernel.greatest(values);
  if (!(greatest < Number.POSITIVE_INFINITY))
    throw new FitFailure(`a derivative of the loss is ${greatest}: expected finite numbers`);
  // Adding and taking off a number this great drops all bits below the grid (Dekker, 1971).
  kernel.round(values, 1.5 * 2 ** Math.ceil(Math.log2(2 * values.length * greatest || 1)));
}
