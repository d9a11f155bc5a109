import { expect, test } from 'vitest';
import { normal, seeded } from '../random.ts';
import { cholesky, inverse, solve } from './cholesky.ts';

/** A A' + I for a random A: positive definite. */
function positiveDefinite(n: number): Float64Array {
  const random = seeded('cholesky', n);
  const a = Float64Array.from({ length: n * n }, () => normal(random));
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += (a[i * n + k] as number) * (a[j * n + k] as number);
    return sum;
  });
}

test('the factor of the matrix in Golub and Van Loan, example 4.2.3', () => {
  const factor = cholesky(Float64Array.of(2, -2, -2, 5), 2);
  [Math.SQRT2, 0, -Math.SQRT2, Math.sqrt(3)].forEach((value, i) => {
    expect(factor[i]).toBeCloseTo(value, 14);
  });
});

test.each([1, 2, 7, 30])('solutions of %i equations satisfy them', (n) => {
  const matrix = positiveDefinite(n);
  const factor = cholesky(matrix, n);
  const b = Array.from({ length: n }, (_, i) => i - 3);
  const x = solve(factor, b);
  const inverted = inverse(factor, n);
  for (let i = 0; i < n; i++) {
    let [left, viaInverse] = [0, 0];
    for (let k = 0; k < n; k++) {
      left += (matrix[i * n + k] as number) * (x[k] as number);
      viaInverse += (inverted[i * n + k] as number) * (b[k] as number);
    }
    expect(left).toBeCloseTo(b[i] as number, 8);
    expect(viaInverse).toBeCloseTo(x[i] as number, 8);
  }
});

test('a matrix that is not positive definite is refused', () => {
  expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('pivot 1 of 2 is -3');
});
