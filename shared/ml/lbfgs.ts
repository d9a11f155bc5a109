/** Minimises a smooth function of many variables: limited-memory BFGS. */

export interface Minimised {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
}

/** Value of the function at x; its gradient is written into `gradient`. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

const MEMORY = 10;

/**
 * Nocedal and Wright, "Numerical Optimization" 2nd ed., algorithms 7.4 and 7.5, with backtracking (3.1) for the step.
 * Meant for convex functions.
 *
 * @param start where to begin; not changed
 * @param tolerance stops when no part of the gradient is larger
 */
export function minimise(
  f: Differentiable,
  start: Float64Array,
  { iterations = 100, tolerance = 1e-6 } = {},
): Minimised {
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = f(x, gradient);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (gradient.every((part) => Math.abs(part) <= tolerance)) return { x, value, iterations: iteration };
    const direction = descent(gradient, steps, changes);
    const next = backtrack(f, x, value, gradient, direction);
    if (!next) return { x, value, iterations: iteration };
    remember(steps, changes, difference(next.x, x), difference(next.gradient, gradient));
    ({ x, value, gradient } = next);
  }
  return { x, value, iterations };
}

/** The quasi-Newton direction by the two-loop recursion. */
function descent(gradient: Float64Array, steps: Float64Array[], changes: Float64Array[]): Float64Array {
  const q = gradient.map((part) => -part);
  const alphas: number[] = [];
  for (let i = steps.length - 1; i >= 0; i--) {
    const [s, y] = [steps[i] as Float64Array, changes[i] as Float64Array];
    const alpha = dot(s, q) / dot(s, y);
    alphas[i] = alpha;
    addScaled(q, y, -alpha);
  }
  const [s, y] = [steps.at(-1), changes.at(-1)];
  const scale = s && y ? dot(s, y) / dot(y, y) : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  for (let j = 0; j < q.length; j++) (q[j] as number) *= scale;
  for (let i = 0; i < steps.length; i++) {
    const [si, yi] = [steps[i] as Float64Array, changes[i] as Float64Array];
    addScaled(q, si, (alphas[i] as number) - dot(yi, q) / dot(si, yi));
  }
  return q;
}

/** Halves the step until the value falls enough; null when it does not. */
function backtrack(
  f: Differentiable,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): { x: Float64Array; value: number; gradient: Float64Array } | null {
  const slope = dot(gradient, direction);
  const nextGradient = new Float64Array(x.length);
  for (let step = 1; step > 1e-10; step /= 2) {
    const next = x.slice();
    addScaled(next, direction, step);
    const reached = f(next, nextGradient);
    if (reached <= value + 1e-4 * step * slope) return { x: next, value: reached, gradient: nextGradient };
  }
  return null;
}

/** Keeps the last few pairs, and only such as keep the curvature positive. */
function remember(steps: Float64Array[], changes: Float64Array[], s: Float64Array, y: Float64Array): void {
  if (dot(s, y) <= 1e-12 * dot(y, y)) return;
  steps.push(s);
  changes.push(y);
  if (steps.length > MEMORY) {
    steps.shift();
    changes.shift();
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(to: Float64Array, what: Float64Array, scale: number): void {
  for (let i = 0; i < to.length; i++) (to[i] as number) += scale * (what[i] as number);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] as number));
}
