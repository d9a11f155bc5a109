/** Features as bin numbers: what histograms are made of. */

export interface Bins {
  readonly rows: number;
  /** Of each feature: bin b >= 1 holds values in (thresholds[b-2], thresholds[b-1]]; bin 0 what is missing. */
  readonly thresholds: readonly Float32Array[];
  /** Of each feature: the bin of each row learned from. */
  readonly columns: readonly Uint8Array[];
  /** The same, and after these the bins of further rows: see binsOf. */
  readonly extended: readonly Uint8Array[];
  /** Of each feature: number of categories, category c being bin c + 1; 0 for numbers. */
  readonly categories: readonly number[];
  /** Of each feature: 1 when answers may not fall as it grows, -1 when not rise, 0 for any. */
  readonly monotone: readonly number[];
}

/** Two categories are told apart by a threshold as well as by a set. */
export function isCategorical({ categories }: Pick<Bins, 'categories'>, feature: number): boolean {
  return (categories[feature] as number) > 2;
}
