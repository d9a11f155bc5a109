/** Ordinary least squares by ml-regression. */
import { MultivariateLinearRegression } from 'ml-regression';
import type { Examples } from '../family.ts';
import type { LinearModel } from '../model.ts';
import { type Standardised, unstandardised } from './standardised.ts';

/** Least squares on standardised features, weighted by scaling rows with the root of their weight. */
export function linearRegression({ x, y, weight }: Examples, ready: Standardised): LinearModel {
  const inputs: number[][] = [];
  const targets: number[][] = [];
  for (let row = 0; row < x.rows; row++) {
    const scale = weight ? Math.sqrt(weight[row] as number) : 1;
    const values = ready.columns.map((column) => scale * (column[row] as number));
    inputs.push([...values, scale]);
    targets.push([scale * (y[row] as number)]);
  }
  const fitted = new MultivariateLinearRegression(inputs, targets, { intercept: false, statistics: false });
  const solution = fitted.weights.map(([value]) => value ?? 0);
  const { coefficients, intercept } = unstandardised(ready, solution, solution.at(-1) ?? 0);
  return {
    kind: 'linear',
    outputs: 1,
    coefficients: [coefficients],
    intercepts: Float64Array.of(intercept),
    fill: ready.fill,
    low: ready.low,
    high: ready.high,
  };
}
