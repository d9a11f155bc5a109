/** One column of two profiles: which test, and what it says. */
import { chiSquare } from '../chi-square.ts';
import { jensenShannon } from '../jensen-shannon.ts';
import { ksPValue, ksStatistic } from '../kolmogorov-smirnov.ts';
import { populationStability } from '../population-stability.ts';
import { twoProportions } from '../two-proportions.ts';
import { wasserstein } from '../wasserstein.ts';
import { type Categories, categoriesOf, distinctValues } from './categories.ts';
import type { ColumnDrift, DriftTest } from './drift-report.ts';
import type { ColumnProfile, NumericProfile } from './profile.ts';
import { tenths } from './tenths.ts';

/** References of at most this many rows are tested for significance, larger ones by distance. */
const SMALL = 1000;
/** A numeric column with at most this many values is compared as categories. */
const FEW_VALUES = 5;
const SIGNIFICANCE = 0.05;
const DISTANCE = 0.1;
/** Least standard deviation by which a Wasserstein distance is divided. */
const LEAST_STD = 0.001;

type Outcome = Pick<ColumnDrift, 'test' | 'statistic' | 'pValue' | 'threshold' | 'drifted'>;

/**
 * The test that Evidently chooses by default. Reference of at most 1,000 rows: Kolmogorov-Smirnov for numbers,
 * chi-square for categories, Z for two of them, at p < 0.05. Larger: Wasserstein distance in standard deviations of
 * the reference, Jensen-Shannon distance for categories, at 0.1. A column that lost or gained all its values drifted.
 */
export function compareColumn(column: string, reference: ColumnProfile, current: ColumnProfile): ColumnDrift {
  const shared = { column, kind: reference.kind, missing: missingShares(reference, current) };
  if (reference.count === 0 || current.count === 0 || reference.kind !== current.kind) {
    const drifted = reference.count > 0 || current.count > 0;
    return { ...shared, test: 'none', statistic: null, threshold: 0, drifted, psi: null };
  }
  const small = reference.count + reference.missing <= SMALL;
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    const few = distinctValues(reference, current) <= FEW_VALUES;
    const ks = ksStatistic(sampleOf(reference), sampleOf(current));
    const outcome = few
      ? compareCategories(reference, current, small)
      : compareNumbers(reference, current, small, ks);
    return { ...shared, ...outcome, ks, psi: populationStability(...tenths(reference, current)) };
  }
  const { reference: a, current: b } = categoriesOf(reference, current);
  return { ...shared, ...compareCategories(reference, current, small), psi: populationStability(a, b) };
}

function compareNumbers(a: NumericProfile, b: NumericProfile, small: boolean, ks: number): Outcome {
  if (small) return significance('ks', ks, ksPValue(ks, a.count, b.count));
  return distance('wasserstein', wasserstein(sampleOf(a), sampleOf(b)) / Math.max(a.std ?? 0, LEAST_STD));
}

function compareCategories(a: ColumnProfile, b: ColumnProfile, small: boolean): Outcome {
  const counts = categoriesOf(a, b);
  if (!small) return distance('jensen-shannon', jensenShannon(counts.reference, counts.current));
  if (counts.reference.length > 2) {
    const { statistic, pValue } = chiSquare(counts.reference, counts.current);
    return significance('chi-square', statistic, pValue);
  }
  return compareShares(counts, a.count, b.count);
}

function compareShares(counts: Categories, rowsA: number, rowsB: number): Outcome {
  const { statistic, pValue } = twoProportions(
    counts.reference[0] ?? 0,
    rowsA,
    counts.current[0] ?? 0,
    rowsB,
  );
  return significance('z', statistic, pValue);
}

function significance(test: DriftTest, statistic: number, pValue: number): Outcome {
  return { test, statistic, pValue, threshold: SIGNIFICANCE, drifted: pValue < SIGNIFICANCE };
}

function distance(test: DriftTest, statistic: number): Outcome {
  return { test, statistic, threshold: DISTANCE, drifted: statistic >= DISTANCE };
}

function sampleOf(profile: NumericProfile): { values: readonly number[]; weights: readonly number[] } {
  return { values: profile.points, weights: profile.weights };
}

function missingShares(reference: ColumnProfile, current: ColumnProfile): ColumnDrift['missing'] {
  const share = ({ count, missing }: ColumnProfile) => missing / Math.max(1, count + missing);
  return { reference: share(reference), current: share(current) };
}
