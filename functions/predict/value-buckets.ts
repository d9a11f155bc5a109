/** Buckets for the answers of a regression, from what its data set declares of the target. */
import type { Dataset } from '../../shared/datasets/declaration.ts';

/** Of each power of ten, so that neighbours are some 1.5 times apart; and fewer where there are many powers. */
const FINE = [1, 1.5, 2, 3, 5, 7];
const COARSE = [1, 2, 5];
const MOST = 40;
const EQUAL_STEPS = 20;

/** @returns upper bounds, ascending; none for a classification */
export function valueBuckets(dataset: Pick<Dataset, 'target' | 'columns' | 'rules'>): number[] {
  if (dataset.target.task !== 'regression') return [];
  const [low, high] = rangeOf(dataset);
  return dataset.target.transform === 'log' ? powers(low, high) : steps(low, high);
}

/** That of the rows learned from, where a rule rejects others; else what the column may hold. */
function rangeOf({
  target,
  columns,
  rules,
}: Pick<Dataset, 'target' | 'columns' | 'rules'>): readonly number[] {
  for (const { rejects } of rules)
    if (rejects.when === 'outside' && rejects.column === target.column) return rejects.range;
  return columns[target.column]?.range ?? [1, 1e9];
}

/** Where the lowest value is declared as 0, from a millionth of the highest on. */
function powers(declaredLow = 1, high = 1e9): number[] {
  const low = declaredLow > 0 ? declaredLow : high / 1e6;
  const fine = series(FINE, low, high);
  return fine.length <= MOST ? fine : series(COARSE, low, high);
}

function series(of: readonly number[], low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const exponents = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => first + i);
  return exponents
    .flatMap((exponent) => of.map((factor) => Number((factor * 10 ** exponent).toPrecision(2))))
    .filter((bound) => bound >= low && bound <= high);
}

const steps = (low = 0, high = 1): number[] =>
  Array.from({ length: EQUAL_STEPS }, (_, i) =>
    Number((low + ((high - low) * (i + 1)) / EQUAL_STEPS).toPrecision(6)),
  );
