/** All features as one [N, F] matrix in the order of `featureNames`. */
import { partsOf } from '../../ml/expression.ts';
import {
  type FittedFeatures,
  type FittedFormula,
  type FittedLookup,
  featureNames,
  type InputColumn,
} from '../../ml/features/fitted.ts';
import type { GraphBuilder } from './builder.ts';
import { Columns } from './columns.ts';
import { Formulas } from './formula.ts';
import { addLookups } from './lookup.ts';
import type { Equals } from './source.ts';

/** @param output its name @throws when there is no feature, or one that depends on no column */
export function addFeatures(
  graph: GraphBuilder,
  fitted: FittedFeatures,
  inputs: readonly InputColumn[],
  output = 'features',
): string {
  const names = featureNames(fitted);
  if (names.length === 0 || inputs.length === 0)
    throw new Error('a graph needs at least one feature of a column');
  const columns = new Columns(graph);
  const formulas = new Formulas(graph, columns);
  const placeOf = addLookedUp(graph, fitted, columns, formulas);
  for (const feature of fitted.features) {
    if (feature.kind === 'formula') formulas.want(feature.name, checked(feature));
    else for (const name of feature.names) formulas.know(name, placeOf(name));
  }
  formulas.compute();
  return columns.take(
    names.map((name) => formulas.placeOf(name)),
    output,
  );
}

/** The looked-up features, and whether texts are what formulas compare them with. */
function addLookedUp(
  graph: GraphBuilder,
  { features }: FittedFeatures,
  columns: Columns,
  formulas: Formulas,
): (name: string) => number {
  const comparisons = comparisonsIn(features.filter((feature) => feature.kind === 'formula'));
  const lookups = features.filter((feature) => feature.kind === 'lookup');
  const all = [...lookups, ...comparisons.map(lookupOf)].filter(({ names }) => names.length > 0);
  const names = all.flatMap((lookup) => lookup.names);
  const start = names.length > 0 ? columns.push(addLookups(graph, all), names.length) : 0;
  const places = new Map(names.map((name, at) => [name, start + at]));
  const placeOf = (name: string) => places.get(name) as number;
  for (const comparison of comparisons) formulas.know(comparison, placeOf(JSON.stringify(comparison)));
  return placeOf;
}

function comparisonsIn(formulas: readonly FittedFormula[]): Equals[] {
  const found = formulas.flatMap(({ of }) => partsOf(of)).filter((part) => part.op === 'equals');
  return [...new Map(found.map((part) => [JSON.stringify(part), part])).values()];
}

/** 1 for the text, 0 for any other. */
const lookupOf = (comparison: Equals): FittedLookup => ({
  kind: 'lookup',
  names: [JSON.stringify(comparison)],
  levels: [{ key: [comparison.column], keys: [comparison.value], rows: [0] }],
  values: [1, 0],
});

function checked({ name, of }: FittedFormula): FittedFormula['of'] {
  if (!partsOf(of).some((part) => !('left' in part) && part.op !== 'constant'))
    throw new Error(`feature "${name}" depends on no column: leave it out`);
  return of;
}
