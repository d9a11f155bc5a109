import { expect, it } from 'vitest';
import { minimise } from './lbfgs.ts';

it('finds the minimum of a badly scaled bowl', () => {
  const centre = [3, -2, 0.5, 100];
  const f = (x: Float64Array, gradient: Float64Array) =>
    centre.reduce((sum, at, j) => {
      const off = (x[j] as number) - at;
      gradient[j] = 2 * 10 ** j * off;
      return sum + 10 ** j * off * off;
    }, 0);
  const { x, value } = minimise(f, new Float64Array(4));
  expect(value).toBeLessThan(1e-10);
  centre.forEach((at, j) => {
    expect(x[j]).toBeCloseTo(at, 5);
  });
});

it("finds the minimum of Rosenbrock's valley", () => {
  const f = (x: Float64Array, gradient: Float64Array) => {
    const [a, b] = [x[0] as number, x[1] as number];
    gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
    gradient[1] = 200 * (b - a * a);
    return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
  };
  const { x } = minimise(f, Float64Array.of(-1.2, 1), { iterations: 200, tolerance: 1e-9 });
  expect([...x].map((value) => Number(value.toFixed(5)))).toEqual([1, 1]);
});
