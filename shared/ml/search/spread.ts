/** Points that fill the unit cube evenly, whatever their number. */
import { seeded } from '../random.ts';

/**
 * The additive recurrence R_d (Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018), shifted at
 * random (Cranley and Patterson, 1976).
 *
 * @param index of the point, from 0
 */
export function spreadPoint(dimensions: number, index: number, seed: number): number[] {
  const random = seeded(seed, 'spread');
  const root = generalisedGoldenRatio(dimensions);
  return Array.from({ length: dimensions }, (_, j) => (random() + (index + 1) / root ** (j + 1)) % 1);
}

/** The positive root of x^(d+1) = x + 1. */
function generalisedGoldenRatio(dimensions: number): number {
  let x = 1.5;
  for (let i = 0; i < 60; i++) x = (1 + x) ** (1 / (dimensions + 1));
  return x;
}
