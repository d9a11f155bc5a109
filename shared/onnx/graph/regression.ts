/** From raw scores to a regression's answer in the user's unit, with its interval. */
import type { RegressionHead } from '../../ml/models/model.ts';
import type { GraphValue } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';
import { addTrees } from './trees.ts';

/** Names of what is read back from the file. */
export const regressionNames = { shift: 'head.shift', quantile: 'head.quantile', spread: 'head.spread' };

/** Adds `prediction`, `lower` and `upper`. */
export function addRegression(
  graph: GraphBuilder,
  head: RegressionHead,
  raw: string,
  features: string,
): GraphValue[] {
  const { quantile, spread } = head.interval;
  const constant = (name: string, value: number) =>
    graph.constant({ type: 'float', shape: [1], values: Float32Array.of(value) }, name);
  const center = graph.add('Add', [raw, constant(regressionNames.shift, head.shift)]);
  const size = graph.add('Exp', [addTrees(graph, spread, features, regressionNames.spread)]);
  const margin = graph.add('Mul', [size, constant(regressionNames.quantile, quantile)]);
  const answer = (of: string, output: string) =>
    graph.add(head.transform === 'log' ? 'Exp' : 'Identity', [of], {}, { output });
  answer(center, 'prediction');
  answer(graph.add('Sub', [center, margin]), 'lower');
  answer(graph.add('Add', [center, margin]), 'upper');
  return ['prediction', 'lower', 'upper'].map((name) => ({ name, type: 'float', shape: ['N', 1] }));
}
