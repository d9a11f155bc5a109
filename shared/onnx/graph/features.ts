/** All features as one [N, F] matrix in the order of `featureNames`. */
import { partsOf } from '../../ml/expression.ts';
import type { FittedFeature, FittedFeatures, FittedFormula, InputColumn } from '../../ml/features/fitted.ts';
import type { GraphBuilder } from './builder.ts';
import { addFormula, type FeatureOutput, type Features } from './formula.ts';
import { addLookup } from './lookup.ts';

/** @throws when there is no feature, or one that depends on no column */
export function addFeatures(
  graph: GraphBuilder,
  fitted: FittedFeatures,
  inputs: readonly InputColumn[],
): string {
  const values = new Map<string, FeatureOutput>();
  const columns = fitted.features.filter(hasColumns).map((feature) => addFeature(graph, feature, values));
  if (columns.length === 0 || inputs.length === 0)
    throw new Error('a graph needs at least one feature of a column');
  return graph.add('Concat', columns, { axis: { integer: 1 } }, { output: 'features' });
}

/** A one-hot without common values has no columns. */
const hasColumns = (feature: FittedFeature): boolean =>
  feature.kind === 'formula' || feature.names.length > 0;

/** @param values outputs of the single features before, by name; this one is added */
function addFeature(graph: GraphBuilder, feature: FittedFeature, values: Map<string, FeatureOutput>): string {
  const output =
    feature.kind === 'lookup' ? addLookup(graph, feature) : addOwnFormula(graph, feature, values);
  const [name, ...more] = feature.kind === 'lookup' ? feature.names : [feature.name];
  const mayBeZero = feature.kind === 'formula' || feature.values.includes(0);
  if (name !== undefined && more.length === 0) values.set(name, { output, mayBeZero });
  return output;
}

function addOwnFormula(graph: GraphBuilder, { name, of }: FittedFormula, values: Features): string {
  if (!partsOf(of).some((part) => !('left' in part) && part.op !== 'constant'))
    throw new Error(`feature "${name}" depends on no column: leave it out`);
  return addFormula(graph, of, values);
}
