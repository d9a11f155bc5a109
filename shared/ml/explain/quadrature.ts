/** Gauss-Legendre quadrature on [0, 1]: exact for polynomials, which is what Shapley values are integrals of. */

export interface Rule {
  /** Points, each in (0, 1). */
  readonly at: Float64Array;
  /** Their weights, which sum to 1. */
  readonly weight: Float64Array;
}

const rules: Rule[] = [];

/**
 * The rule of so many points, exact for polynomials of degree 2 * points - 1. Roots of the Legendre polynomial by
 * Newton's method: Press et al., "Numerical Recipes" (3rd ed.), section 4.6.1.
 */
export function gaussLegendre(points: number): Rule {
  const known = rules[points];
  if (known) return known;
  const at = new Float64Array(points);
  const weight = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < 10; step++) {
      const [value, derivative] = legendre(points, x);
      slope = derivative;
      x -= value / derivative;
    }
    at[i] = (1 - x) / 2;
    weight[i] = 1 / ((1 - x * x) * slope * slope);
  }
  const rule = { at, weight };
  rules[points] = rule;
  return rule;
}

/** The Legendre polynomial of this degree at x, and its derivative there. */
function legendre(degree: number, x: number): [number, number] {
  let value = 1;
  let before = 0;
  for (let n = 1; n <= degree; n++) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return [value, (degree * (x * value - before)) / (x * x - 1)];
}
