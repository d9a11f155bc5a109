/**
 * What a leaf should say and what that is worth, by the second-order expansion of the loss with L1 and L2 penalties:
 * Chen and Guestrin, "XGBoost" (2016), equations 5 to 7; the soft threshold of L1 as in XGBoost and LightGBM.
 */
export interface Penalty {
  /** L1 penalty on leaf values. */
  readonly alpha: number;
  /** L2 penalty on leaf values. */
  readonly lambda: number;
}

/** Between what a leaf's value must lie, before the learning rate: what monotone columns above it demand. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** @returns the value that minimises the penalised loss, moved into the bounds */
export function leafValue(gradient: number, hessian: number, penalty: Penalty, bounds: Bounds): number {
  const denominator = hessian + penalty.lambda;
  const best = denominator > 0 ? -softThreshold(gradient, penalty.alpha) / denominator : 0;
  return within(best, bounds);
}

/** @returns twice what the loss falls by when the rows say this value rather than 0 */
export function gainOf(gradient: number, hessian: number, { alpha, lambda }: Penalty, value: number): number {
  return -(2 * softThreshold(gradient, alpha) + (hessian + lambda) * value) * value;
}

export function within(value: number, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, value));
}

function softThreshold(gradient: number, alpha: number): number {
  if (alpha === 0) return gradient;
  return Math.sign(gradient) * Math.max(0, Math.abs(gradient) - alpha);
}
