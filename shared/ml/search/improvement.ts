/** What a trial at a point promises. */
import { normalTwoSided } from '../../stats/normal.ts';
import type { Belief } from './gaussian-process.ts';

/**
 * Expected improvement over the lowest value so far (Jones, Schonlau and Welch, "Efficient Global Optimization",
 * 1998, equation 15): the mean of max(0, lowest - score) when the score is normal.
 */
export function expectedImprovement({ mean, deviation }: Belief, lowest: number): number {
  const gap = lowest - mean;
  if (deviation <= 0) return Math.max(0, gap);
  const z = gap / deviation;
  return gap * below(z) + (deviation * Math.exp(-(z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** P(Z <= z) of the standard normal distribution. */
function below(z: number): number {
  const tail = normalTwoSided(z) / 2;
  return z < 0 ? tail : 1 - tail;
}
