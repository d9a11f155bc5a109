/**
 * Which features can share one column of a histogram: 0/1 features of which no row has two set, such as the values of
 * one text column. Exclusive feature bundling, restricted to the case that loses nothing: Ke et al., "LightGBM: A
 * Highly Efficient Gradient Boosting Decision Tree" (2017), section 4.
 */
import type { Bins } from './bins.ts';

/** Features of one bundle at most: slots of a histogram column, less the one for "none set". */
const MOST = 254;
/** Bundles that a feature is tried in before it starts its own. */
const TRIES = 12;

/** Groups of features, each feature in exactly one. A feature that is not 0/1, or has missing values, is alone. */
export function bundlesOf(bins: Bins): number[][] {
  const groups: number[][] = [];
  const shared: { features: number[]; taken: Uint8Array }[] = [];
  bins.columns.forEach((column, feature) => {
    if (!isBinary(bins, feature)) {
      groups.push([feature]);
      return;
    }
    const fitting = shared
      .slice(-TRIES)
      .find(({ features, taken }) => features.length < MOST && isExclusive(column, taken));
    if (fitting) {
      fitting.features.push(feature);
      mark(column, fitting.taken);
    } else {
      const taken = new Uint8Array(bins.rows);
      mark(column, taken);
      const features = [feature];
      shared.push({ features, taken });
      groups.push(features);
    }
  });
  return groups;
}

function isBinary({ thresholds, columns }: Bins, feature: number): boolean {
  return thresholds[feature]?.length === 1 && !columns[feature]?.includes(0);
}

function isExclusive(column: Uint8Array, taken: Uint8Array): boolean {
  for (let row = 0; row < column.length; row++) if (column[row] === 2 && taken[row] === 1) return false;
  return true;
}

function mark(column: Uint8Array, taken: Uint8Array): void {
  for (let row = 0; row < column.length; row++) if (column[row] === 2) taken[row] = 1;
}
