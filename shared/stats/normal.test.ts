import { expect, test } from 'vitest';
import { normalQuantile } from './normal.ts';

test.each([
  // scipy.stats.norm.ppf
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.025, -1.959963984540054],
  [0.999, 3.090232306167813],
  [0.01, -2.3263478740408408],
])('the normal quantile at %f is %f', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 9);
});
