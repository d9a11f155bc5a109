/** All features as one [N, F] matrix in the order of `featureNames`. */
import type { Expression } from '../../ml/expression.ts';
import type { FittedFeature, FittedFeatures, InputColumn } from '../../ml/features/fitted.ts';
import type { GraphBuilder } from './builder.ts';
import { addFormula } from './formula.ts';
import { addLookup } from './lookup.ts';

/** @throws when there is no feature, or one that depends on no column */
export function addFeatures(
  graph: GraphBuilder,
  fitted: FittedFeatures,
  inputs: readonly InputColumn[],
): string {
  const columns = fitted.features.filter(hasColumns).map((feature) => addFeature(graph, feature));
  if (columns.length === 0 || inputs.length === 0)
    throw new Error('a graph needs at least one feature of a column');
  return graph.add('Concat', columns, { axis: { integer: 1 } }, { output: 'features' });
}

/** A one-hot without common values has no columns. */
const hasColumns = (feature: FittedFeature): boolean =>
  feature.kind === 'formula' || feature.names.length > 0;

function addFeature(graph: GraphBuilder, feature: FittedFeature): string {
  if (feature.kind === 'lookup') return addLookup(graph, feature);
  if (!dependsOnColumn(feature.of))
    throw new Error(`feature "${feature.name}" depends on no column: leave it out`);
  return addFormula(graph, feature.of);
}

function dependsOnColumn(formula: Expression): boolean {
  if ('left' in formula) return dependsOnColumn(formula.left) || dependsOnColumn(formula.right);
  return formula.op !== 'constant';
}
