/** The part of ml-regression (which has no types of its own) that is used here. */
declare module 'ml-regression' {
  export class MultivariateLinearRegression {
    constructor(
      inputs: number[][],
      targets: number[][],
      options?: { intercept?: boolean; statistics?: boolean },
    );
    /** inputs x targets; the intercept, when fitted, is the last row. */
    readonly weights: number[][];
  }
}
