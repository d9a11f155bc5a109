/**
 * What two leaves are worth: gradient^2 / (hessian + lambda) each, as one fraction. The kernels do the same operations
 * in the same order, so that what they have found can be found again.
 *
 * @param left sum of hessians on the left with the L2 penalty, `right` that on the right
 */
export function worthOf(gradientLeft: number, gradientRight: number, left: number, right: number): number {
  const over = gradientLeft * gradientLeft * right + gradientRight * gradientRight * left;
  return over / (left * right);
}
