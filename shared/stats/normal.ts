/** Tail and quantiles of the standard normal distribution. */
import { upperIncompleteGamma } from './incomplete-gamma.ts';

/** P(|Z| >= |z|) = erfc(|z| / sqrt 2) = Q(1/2, z^2 / 2). */
export function normalTwoSided(z: number): number {
  return upperIncompleteGamma(0.5, (z * z) / 2);
}

/** The z with P(Z <= z) = p, by bisection. @param p above 0 and below 1 */
export function normalQuantile(p: number): number {
  const upper = p > 0.5;
  const tail = 2 * (upper ? 1 - p : p);
  let [low, high] = [0, 40];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalTwoSided(middle) > tail) low = middle;
    else high = middle;
  }
  return upper ? low : 0 - low;
}
