/** One column of two profiles: which test, and what it says. */
import { chiSquare, goodnessOfFit } from '../chi-square.ts';
import { jensenShannon } from '../jensen-shannon.ts';
import { kolmogorovSurvival } from '../kolmogorov.ts';
import { ksPValue, ksStatistic } from '../kolmogorov-smirnov.ts';
import { populationStability } from '../population-stability.ts';
import { twoProportions } from '../two-proportions.ts';
import { wasserstein } from '../wasserstein.ts';
import { type Categories, categoriesOf, distinctValues } from './categories.ts';
import { distributionOf } from './distribution.ts';
import type { ColumnDrift, DriftTest } from './drift-report.ts';
import { sturges } from './histogram.ts';
import type { ColumnProfile, NumericProfile } from './profile.ts';

/** References of at most this many rows are tested for significance, larger ones by distance. */
const SMALL = 1000;
/** A numeric column with at most this many values is compared as categories. */
const FEW_VALUES = 5;
/** With at most so many distinct values in the reference, its stability is looked at value by value. */
const FEW_BINS = 20;
const SIGNIFICANCE = 0.05;
const DISTANCE = 0.1;
/** A distance that samples without drift have more often than this is no drift. */
const CHANCE = 0.01;
/** Least standard deviation by which a Wasserstein distance is divided. */
const LEAST_STD = 0.001;

type Outcome = Pick<ColumnDrift, 'test' | 'statistic' | 'pValue' | 'threshold' | 'drifted' | 'chance'>;

/**
 * The test that Evidently chooses by default, with its value. Reference of at most 1,000 values: Kolmogorov-Smirnov for
 * numbers (p <= 0.05), chi-square for categories and Z for two of them (p < 0.05). Larger: Wasserstein distance in
 * standard deviations of the reference, Jensen-Shannon distance for categories, at 0.1. A column that lost or gained
 * all its values drifted.
 *
 * One thing is stricter: drift must also be more than chance. A distance only adds up differences, so that small batches
 * and columns of many values are at 0.1 without any drift; and that chi-square test takes the reference for the truth,
 * so that one of two samples of a size is told apart from the other 20 times in 100 rather than 5.
 */
export function compareColumn(column: string, reference: ColumnProfile, current: ColumnProfile): ColumnDrift {
  const shared = { column, kind: reference.kind, missing: missingShares(reference, current) };
  const distribution = distributionOf(reference, current);
  if (!distribution) {
    const drifted = reference.count > 0 || current.count > 0;
    return { ...shared, test: 'none', statistic: null, threshold: 0, drifted, psi: null };
  }
  const small = reference.count <= SMALL;
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    const few = distinctValues(reference, current) <= FEW_VALUES;
    const ks = ksStatistic(sampleOf(reference), sampleOf(current));
    const outcome = few
      ? compareCategories(reference, current, small)
      : compareNumbers(reference, current, small, ks);
    return { ...shared, ...outcome, ks, psi: stability(reference, current), distribution };
  }
  const { reference: a, current: b } = categoriesOf(reference, current);
  const outcome = compareCategories(reference, current, small);
  return { ...shared, ...outcome, psi: populationStability(a, b), distribution };
}

function compareNumbers(a: NumericProfile, b: NumericProfile, small: boolean, ks: number): Outcome {
  if (small) {
    const pValue = ksPValue(ks, a.count, b.count);
    return { ...significance('ks', ks, pValue), drifted: pValue <= SIGNIFICANCE };
  }
  const apart = wasserstein(sampleOf(a), sampleOf(b)) / Math.max(a.std ?? 0, LEAST_STD);
  const rows = Math.round((a.count * b.count) / (a.count + b.count));
  return distance('wasserstein', apart, () => kolmogorovSurvival(Math.max(1, rows), ks));
}

function compareCategories(a: ColumnProfile, b: ColumnProfile, small: boolean): Outcome {
  const counts = categoriesOf(a, b);
  const { reference, current } = counts;
  if (!small) {
    const apart = jensenShannon(reference, current);
    return distance('jensen-shannon', apart, () => chiSquare(reference, current).pValue);
  }
  if (reference.length > 2) {
    const { statistic, pValue } = goodnessOfFit(reference, current);
    const ofSamples = chiSquare(reference, current).pValue;
    return unlessChance(significance('chi-square', statistic, pValue), ofSamples, SIGNIFICANCE);
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

/** @param chance how probable such samples are without drift; asked where it matters */
function distance(test: DriftTest, statistic: number, chance: () => number): Outcome {
  const outcome = { test, statistic, threshold: DISTANCE };
  if (statistic < DISTANCE) return { ...outcome, drifted: false };
  const pValue = chance();
  return unlessChance({ ...outcome, pValue, drifted: true }, pValue, CHANCE);
}

function unlessChance(outcome: Outcome, pValue: number, limit: number): Outcome {
  return outcome.drifted && !(pValue < limit)
    ? { ...outcome, drifted: false, chance: { pValue, limit } }
    : outcome;
}

function stability(reference: NumericProfile, current: NumericProfile): number {
  const counts =
    reference.distinct > FEW_BINS ? sturges(reference, current) : categoriesOf(reference, current);
  return populationStability(counts.reference, counts.current);
}

function sampleOf(profile: NumericProfile): { values: readonly number[]; weights: readonly number[] } {
  return { values: profile.points, weights: profile.weights };
}

function missingShares(reference: ColumnProfile, current: ColumnProfile): ColumnDrift['missing'] {
  const share = ({ count, missing }: ColumnProfile) => missing / Math.max(1, count + missing);
  return { reference: share(reference), current: share(current) };
}
