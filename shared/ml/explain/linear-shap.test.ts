import { expect, it } from 'vitest';
import type { LinearModel } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { linearShap } from './linear-shap.ts';

const model: LinearModel = {
  kind: 'linear',
  outputs: 1,
  coefficients: [Float64Array.of(2, -3)],
  intercepts: Float64Array.of(1),
  fill: Float64Array.of(1, 2),
  low: Float64Array.of(0, 0),
  high: Float64Array.of(5, 4),
};
const x = { rows: 4, names: ['a', 'b'], data: Float32Array.of(100, -7, Number.NaN, 3, 2, Number.NaN, 5, 9) };

it.each([
  ['its median', undefined],
  ['a background', x],
])('a linear model with cut tails: base from %s and contributions are the score', (_, background) => {
  const { base, contributions } = linearShap(model, background)(x);
  scoreModel(model, x).forEach((score, row) => {
    const sum = (contributions[2 * row] as number) + (contributions[2 * row + 1] as number);
    expect((base[0] as number) + sum).toBeCloseTo(score, 12);
  });
});
