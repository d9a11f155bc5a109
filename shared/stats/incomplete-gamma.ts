/** The regularised upper incomplete gamma function, on which the chi-square and the normal tail rest. */
import { logGamma } from './log-gamma.ts';

const PRECISION = 1e-16;
const STEPS = 10_000;
const TINY = 1e-300;

/**
 * Q(a, x) = Gamma(a, x) / Gamma(a): the series below a + 1, Lentz's continued fraction above (Press et al.,
 * "Numerical Recipes" 3rd ed., section 6.2).
 *
 * @param a above 0
 * @param x at least 0
 * @throws RangeError outside that domain
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`Q(${a}, ${x}): needs a > 0 and x >= 0`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < STEPS && term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < STEPS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / away(numerator * d + b);
    c = away(b + numerator / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return fraction * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** Keeps a denominator from being 0. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
