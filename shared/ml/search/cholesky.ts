/** Solving with a symmetric positive definite matrix by its Cholesky factor. Matrices are row-major. */

/**
 * The lower triangle L with L L' = matrix (Golub and Van Loan, "Matrix Computations", section 4.2).
 *
 * @param matrix n x n; only its lower triangle is looked at
 * @throws RangeError when the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (factor[i * n + k] as number) * (factor[j * n + k] as number);
      if (i !== j) factor[i * n + j] = sum / (factor[j * n + j] as number);
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum);
      else throw new RangeError(`not positive definite: pivot ${i} of ${n} is ${sum}, expected above 0`);
    }
  }
  return factor;
}

/** x of L x = b. */
export function solveLower(factor: Float64Array, b: ArrayLike<number>): Float64Array {
  const n = b.length;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[i * n + k] as number) * (x[k] as number);
    x[i] = sum / (factor[i * n + i] as number);
  }
  return x;
}

/** x of L L' x = b. */
export function solve(factor: Float64Array, b: ArrayLike<number>): Float64Array {
  const n = b.length;
  const x = solveLower(factor, b);
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (factor[k * n + i] as number) * (x[k] as number);
    x[i] = sum / (factor[i * n + i] as number);
  }
  return x;
}

/** The inverse of L L', full. */
export function inverse(factor: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    unit.fill(0)[i] = 1;
    result.set(solve(factor, unit), i * n);
  }
  return result;
}
