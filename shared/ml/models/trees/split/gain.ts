/**
 * What two leaves in place of a node are worth: Chen and Guestrin, "XGBoost" (2016), equation 7, before the node's own
 * worth is taken off. Leaf values that would leave the node's bounds are moved into them, and leaves that run against
 * a monotone column are worth nothing, as the "basic" method of LightGBM has it.
 */
import { type Bounds, gainOf, leafValue, type Penalty } from './leaf-value.ts';
import type { NodeSums, SplitQuestion } from './split.ts';

/** Twice what the loss falls by when the node's rows say one value rather than 0. */
export function worthOfNode({ gradient, hessian, low, high }: NodeSums, penalty: Penalty): number {
  return gainOf(gradient, hessian, penalty, leafValue(gradient, hessian, penalty, { low, high }));
}

/**
 * @param direction 1 when the right leaf must not be below the left one, -1 when not above it, 0 for any
 * @param lambda L2 penalty of the two leaves
 * @returns -Infinity when the leaves run against the direction
 */
export function worthOfLeaves(
  { node, settings }: SplitQuestion,
  gradientLeft: number,
  hessianLeft: number,
  direction: number,
  lambda: number,
): number {
  const gradientRight = node.gradient - gradientLeft;
  const hessianRight = node.hessian - hessianLeft;
  const penalty = { alpha: settings.alpha, lambda };
  const left = leafValue(gradientLeft, hessianLeft, penalty, node);
  const right = leafValue(gradientRight, hessianRight, penalty, node);
  if (direction * (right - left) < 0) return Number.NEGATIVE_INFINITY;
  return (
    gainOf(gradientLeft, hessianLeft, penalty, left) + gainOf(gradientRight, hessianRight, penalty, right)
  );
}

/** Whether worths need neither bounds nor soft thresholds: gradient^2 / (hessian + lambda) is all. */
export function isPlain({ low, high }: Bounds, { alpha }: Pick<Penalty, 'alpha'>): boolean {
  return alpha === 0 && low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;
}
