/** Gauss-Legendre quadrature of paths through trees, in blocks of points that are worked on together. */
import { MOST_FEATURES } from './leaves.ts';
import { gaussLegendre } from './quadrature.ts';

/** Points of a block. The last of a rule is filled up with points of no weight. */
export const BLOCK = 4;
/** From one block to the next in `weights`. */
export const POWERS = BLOCK * (MOST_FEATURES + 1);

export interface Blocks {
  /** First block of the rule that is exact for so many features, and the end of the last rule. */
  readonly start: Int32Array;
  /** The blocks' points. */
  readonly points: Float64Array;
  /** 1 / (1 - t) of each. */
  readonly inverses: Float64Array;
  /** For each block and c = 0, 1, ...: the weights of its points times (1 - t)^c. */
  readonly weights: Float64Array;
}

export const blocks: Blocks = makeBlocks();

function makeBlocks(): Blocks {
  const start = [0];
  const points: number[] = [];
  const weights: number[] = [];
  for (let features = 0; features <= MOST_FEATURES; features++) {
    const { at, weight } = gaussLegendre((features + 1) >> 1);
    for (let first = 0; first < at.length; first += BLOCK) {
      const block = Array.from({ length: BLOCK }, (_, k) => at[first + k] ?? 0.5);
      points.push(...block);
      for (let c = 0; c <= MOST_FEATURES; c++)
        weights.push(...block.map((t, k) => (weight[first + k] ?? 0) * (1 - t) ** c));
    }
    start.push(points.length / BLOCK);
  }
  return {
    start: Int32Array.from(start),
    points: Float64Array.from(points),
    inverses: Float64Array.from(points, (t) => 1 / (1 - t)),
    weights: Float64Array.from(weights),
  };
}
