/** How splits are chosen unless a fit is told otherwise, in all families of trees. */
export const splitDefaults = {
  /** L1 and L2 penalties on leaf values. */
  alpha: 0,
  lambda: 1,
  /** Least gain of a split. */
  minGain: 0,
  /** Of features with categories: see SplitSettings. Values of LightGBM, with sets half as large. */
  categorySmoothing: 10,
  categoryLambda: 10,
  maxCategories: 16,
  minCategoryRows: 100,
};
