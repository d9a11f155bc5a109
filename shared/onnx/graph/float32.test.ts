import { describe, expect, it } from 'vitest';
import { float32Above, float32Below, leastNormal } from './float32.ts';

const largest = (2 - 2 ** -23) * 2 ** 127;

describe('the float32 next to a number', () => {
  it('is one unit in the last place away', () => {
    expect(float32Below(1)).toBe(1 - 2 ** -24);
    expect(float32Above(1)).toBe(1 + 2 ** -23);
    expect(float32Below(-1)).toBe(-1 - 2 ** -23);
    expect(float32Below(leastNormal)).toBe(leastNormal - 2 ** -149);
    expect(float32Below(-largest)).toBe(Number.NEGATIVE_INFINITY);
    expect(float32Above(Number.NEGATIVE_INFINITY)).toBe(-largest);
  });

  it('is left again by the step back', () => {
    for (const value of [1, -1, 3.5, -0.1, 1e30, -1e30, leastNormal, -leastNormal].map(Math.fround))
      expect(float32Above(float32Below(value))).toBe(value);
  });
});
