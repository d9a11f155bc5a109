/** How much scores at two points have to do with each other. */

const ROOT5 = Math.sqrt(5);

/**
 * Matérn covariance of smoothness 5/2 with a length for each dimension (Rasmussen and Williams, "Gaussian Processes
 * for Machine Learning", 2006, equation 4.17): 1 at the same point, near 0 many lengths away.
 */
export function matern(a: readonly number[], b: readonly number[], lengths: ArrayLike<number>): number {
  const r = Math.sqrt(squaredDistance(a, b, lengths));
  return (1 + ROOT5 * r + (5 / 3) * r * r) * Math.exp(-ROOT5 * r);
}

/** Its derivative by the logarithm of each length, written into `slopes`. @returns the covariance */
export function maternWithSlopes(
  a: readonly number[],
  b: readonly number[],
  lengths: ArrayLike<number>,
  slopes: Float64Array,
): number {
  const r = Math.sqrt(squaredDistance(a, b, lengths));
  const decay = Math.exp(-ROOT5 * r);
  const slope = (5 / 3) * (1 + ROOT5 * r) * decay;
  for (let j = 0; j < a.length; j++) {
    const step = ((a[j] as number) - (b[j] as number)) / (lengths[j] as number);
    slopes[j] = slope * step * step;
  }
  return (1 + ROOT5 * r + (5 / 3) * r * r) * decay;
}

function squaredDistance(a: readonly number[], b: readonly number[], lengths: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) {
    const step = ((a[j] as number) - (b[j] as number)) / (lengths[j] as number);
    sum += step * step;
  }
  return sum;
}
