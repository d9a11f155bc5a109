/** A density over the unit interval from a few points: what the search believes about one setting. */
import { below, normal, type Random } from '../random.ts';

/** Widest and narrowest kernel. */
const WIDEST = 0.35;
const NARROWEST = 0.05;

export interface Parzen {
  density(at: number): number;
  draw(random: Random): number;
}

/**
 * Equal weights on a normal kernel around each point and one uniform density, the prior (Bergstra et al., "Algorithms
 * for Hyper-Parameter Optimization", 2011, section 4). Kernels narrow as points become many.
 */
export function parzen(points: readonly number[]): Parzen {
  const width = Math.max(NARROWEST, WIDEST / Math.sqrt(points.length + 1));
  return {
    density(at) {
      let sum = 1;
      for (const point of points) sum += kernel((at - point) / width) / width;
      return sum / (points.length + 1);
    },
    draw(random) {
      const point = points[below(random, points.length + 1)];
      if (point === undefined) return random();
      return reflected(point + width * normal(random));
    },
  };
}

function kernel(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** What falls outside comes back in at the border. */
function reflected(value: number): number {
  const folded = Math.abs(value) % 2;
  return folded > 1 ? 2 - folded : folded;
}
