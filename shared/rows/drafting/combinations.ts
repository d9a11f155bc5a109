/** Products and ratios of two columns: tried where they go with what a quick fit gets wrong, kept where it then is better. */
import type { Dataset } from '../../datasets/declaration.ts';
import { evaluate } from '../../ml/evaluate.ts';
import { divide, multiply } from '../../ml/expression.ts';
import type { FeatureSpecification } from '../../ml/features/specification.ts';
import { type Table, takeRows } from '../../ml/table.ts';
import { rankCorrelation } from '../../stats/rank-correlation.ts';
import { type Baseline, baselineOf } from './baseline.ts';

/** Columns that are combined, and combinations that are tried in a fit. */
const MOST_COLUMNS = 8;
const MOST_TRIED = 4;
/** A fit has to be better by this share of what was wrong. */
const BETTER = 0.01;

type Formula = Extract<FeatureSpecification, { kind: 'formula' }>;

/** @param numbers columns, the most telling first @returns those that help, none mostly */
export function combinationsThatHelp(
  dataset: Dataset,
  table: Table,
  numbers: readonly string[],
  before: Baseline,
): { readonly kept: readonly Formula[]; readonly after: Baseline } {
  const tried = candidates(numbers.slice(0, MOST_COLUMNS), new Set(Object.keys(dataset.columns)))
    .map((formula) => ({ formula, strength: strengthOf(formula, table, before) }))
    .filter(({ strength }) => strength > 3 / Math.sqrt(before.rows.length))
    .sort((a, b) => b.strength - a.strength)
    .slice(0, MOST_TRIED)
    .map(({ formula }) => formula);
  if (tried.length === 0) return { kept: [], after: before };
  const after = baselineOf(dataset, table, [...dataset.features, ...tried]);
  const isBetter = after !== undefined && wrongIn(after, dataset) < (1 - BETTER) * wrongIn(before, dataset);
  return isBetter ? { kept: tried, after } : { kept: [], after: before };
}

function candidates(numbers: readonly string[], taken: ReadonlySet<string>): Formula[] {
  const all = numbers.flatMap((a, i) =>
    numbers.flatMap((b, j): Formula[] => [
      ...(i < j ? [{ kind: 'formula' as const, name: `${a}_times_${b}`, of: multiply(a, b) }] : []),
      ...(i === j ? [] : [{ kind: 'formula' as const, name: `${a}_per_${b}`, of: divide(a, b) }]),
    ]),
  );
  return all.filter(({ name }) => !taken.has(name));
}

/** How much it goes with the errors. */
function strengthOf({ of }: Formula, table: Table, { residuals, rows }: Baseline): number {
  const values = evaluate(of, takeRows(table, rows), () => new Float64Array());
  const there = [...rows.keys()].filter((at) => Number.isFinite(values[at]));
  const strength = rankCorrelation(
    there.map((at) => values[at] as number),
    there.map((at) => residuals[at] as number),
  );
  return Number.isNaN(strength) ? 0 : Math.abs(strength);
}

/** What is left to be explained, less being better. */
function wrongIn({ metrics }: Baseline, { objective: { metric, better } }: Dataset): number {
  const score = metrics[metric] ?? Number.NaN;
  return better === 'higher' ? 1 - score : score;
}
