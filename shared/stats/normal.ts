/** Tail of the standard normal distribution. */
import { upperIncompleteGamma } from './incomplete-gamma.ts';

/** P(|Z| >= |z|) = erfc(|z| / sqrt 2) = Q(1/2, z^2 / 2). */
export function normalTwoSided(z: number): number {
  return upperIncompleteGamma(0.5, (z * z) / 2);
}
