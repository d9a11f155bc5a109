/** What is believed of a score everywhere, from its values at a few points: Gaussian process regression. */
import { minimise } from '../lbfgs.ts';
import { cholesky, inverse, solve, solveLower } from './cholesky.ts';
import { matern, maternWithSlopes } from './matern.ts';

export type Point = readonly number[];

/** How far scores reach along each dimension of the unit cube, and how noisy they are. */
export interface Smoothness {
  readonly lengths: Float64Array;
  /** Variance of the noise in units of the score's variance. */
  readonly noise: number;
}

export interface Belief {
  /** Of the score without its noise. */
  readonly mean: number;
  readonly deviation: number;
}

/** Priors: logarithms are normal; the variance of the score is inverse gamma, about 1. */
const LENGTH = { mean: Math.log(0.7), deviation: 0.75 };
const NOISE = { mean: Math.log(0.05), deviation: 1 };
const VARIANCE = 2;

/**
 * The belief at any point (Rasmussen and Williams, 2006, algorithm 2.1) with a constant mean.
 *
 * @param points of the unit cube, at least one
 * @param values one for each point, on a scale on which differences of about 1 matter
 */
export function gaussianProcess(
  points: readonly Point[],
  values: readonly number[],
  { lengths, noise }: Smoothness,
): (at: Point) => Belief {
  const n = points.length;
  const covariance = new Float64Array(n * n);
  points.forEach((a, i) => {
    for (let j = 0; j < i; j++) covariance[i * n + j] = matern(a, points[j] as Point, lengths);
    covariance[i * n + i] = 1 + noise;
  });
  const factor = cholesky(covariance, n);
  const centre = weightedMean(factor, values);
  const off = values.map((value) => value - centre);
  const alpha = solve(factor, off);
  const variance = varianceOf(dot(off, alpha), n);
  return (at) => {
    const near = points.map((point) => matern(at, point, lengths));
    const explained = solveLower(factor, near);
    const left = 1 - dot(explained, explained);
    return { mean: centre + dot(near, alpha), deviation: Math.sqrt(variance * Math.max(0, left)) };
  };
}

/**
 * The most probable smoothness: marginal likelihood (ibid., section 5.4.1), the variance integrated out, times the
 * priors. With few points it stays near the priors.
 */
export function smoothnessOf(points: readonly Point[], values: readonly number[]): Smoothness {
  const dimensions = points[0]?.length ?? 0;
  const start = new Float64Array(dimensions + 1).fill(LENGTH.mean);
  start[dimensions] = NOISE.mean;
  const { x } = minimise((at, gradient) => surprise(points, values, at, gradient), start, {
    iterations: 40,
    tolerance: 1e-3,
  });
  return { lengths: x.subarray(0, dimensions).map(Math.exp), noise: Math.exp(x[dimensions] as number) };
}

/** -log of the posterior of the logarithms of lengths and noise, and its gradient. */
function surprise(
  points: readonly Point[],
  values: readonly number[],
  at: Float64Array,
  gradient: Float64Array,
): number {
  const n = points.length;
  const dimensions = at.length - 1;
  const lengths = at.subarray(0, dimensions).map(Math.exp);
  const noise = Math.exp(at[dimensions] as number);
  const { covariance, slopes } = covarianceWithSlopes(points, lengths, noise);
  let factor: Float64Array;
  try {
    factor = cholesky(covariance, n);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  const centre = weightedMean(factor, values);
  const off = values.map((value) => value - centre);
  const alpha = solve(factor, off);
  const inverted = inverse(factor, n);
  const spread = dot(off, alpha) / 2 + VARIANCE;
  const weight = (n / 2 + VARIANCE) / spread;
  gradient.fill(0);
  let value = (n / 2 + VARIANCE) * Math.log(spread);
  for (let i = 0; i < n; i++) {
    value += Math.log(factor[i * n + i] as number);
    for (let k = 0; k <= i; k++) {
      const pair = (inverted[i * n + k] as number) - weight * (alpha[i] as number) * (alpha[k] as number);
      // Off the diagonal each pair counts twice.
      const share = i === k ? pair / 2 : pair;
      for (let j = 0; j < dimensions; j++)
        (gradient[j] as number) += share * (slopes[(i * n + k) * dimensions + j] as number);
      if (i === k) (gradient[dimensions] as number) += share * noise;
    }
  }
  at.forEach((logarithm, j) => {
    const { mean, deviation } = j < dimensions ? LENGTH : NOISE;
    value += ((logarithm - mean) / deviation) ** 2 / 2;
    (gradient[j] as number) += (logarithm - mean) / deviation ** 2;
  });
  return value;
}

function covarianceWithSlopes(points: readonly Point[], lengths: Float64Array, noise: number) {
  const n = points.length;
  const d = lengths.length;
  const covariance = new Float64Array(n * n);
  const slopes = new Float64Array(n * n * d);
  points.forEach((a, i) => {
    for (let k = 0; k < i; k++) {
      const own = slopes.subarray((i * n + k) * d, (i * n + k + 1) * d);
      covariance[i * n + k] = maternWithSlopes(a, points[k] as Point, lengths, own);
    }
    covariance[i * n + i] = 1 + noise;
  });
  return { covariance, slopes };
}

/** The constant that fits best when the values hang together as the factor says (generalised least squares). */
function weightedMean(factor: Float64Array, values: readonly number[]): number {
  const weights = solve(factor, new Float64Array(values.length).fill(1));
  return dot(values, weights) / weights.reduce((sum, weight) => sum + weight, 0);
}

const varianceOf = (quadratic: number, n: number): number => (quadratic + 2 * VARIANCE) / (n + 2 * VARIANCE);

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
