/** From raw scores to a regression's answer in the user's unit, with its interval. */
import type { Interval, RegressionHead } from '../../ml/models/model.ts';
import type { GraphValue } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';
import { addCurves } from './curves.ts';
import { addTrees } from './trees.ts';

/** Names of what is read back from the file. */
export const regressionNames = {
  shift: 'head.shift',
  quantile: 'head.quantile',
  spread: 'head.spread',
  /** In files whose description has no profile. */
  reached: curveNames('reached'),
  centred: curveNames('centred'),
};

export type CurveNames = ReturnType<typeof curveNames>;

function curveNames(curve: string) {
  return { knots: `head.${curve}.knots`, factors: `head.${curve}.factors` };
}

/** Adds `prediction`, `lower` and `upper`. @param width how many features there are */
export function addRegression(
  graph: GraphBuilder,
  head: RegressionHead,
  raw: string,
  features: string,
  width: number,
): GraphValue[] {
  const shift = graph.constant(floats([1], [head.shift]), regressionNames.shift);
  const centre = graph.add('Add', [raw, shift]);
  const spread = addTrees(graph, head.interval.spread, features, width, regressionNames.spread);
  const inside = addAnswers(graph, head.interval, centre, spread);
  const answers = graph.add(head.transform === 'log' ? 'Exp' : 'Identity', [inside]);
  graph.split(answers, 3, ['lower', 'prediction', 'upper']);
  return ['prediction', 'lower', 'upper'].map((name) => ({ name, type: 'float', shape: ['N', 1] }));
}

/** The answer between both ends of its interval, [N, 3], in the model's space. */
function addAnswers(
  graph: GraphBuilder,
  { quantile, profile }: Interval,
  centre: string,
  spread: string,
): string {
  const level = graph.constant(floats([1], [quantile]), regressionNames.quantile);
  const sides = graph.add('Mul', [level, graph.constant(floats([3], [-1, 0, 1]))]);
  const reach = graph.add('Mul', [graph.add('Exp', [spread]), sides]);
  const ends = graph.add('Add', [centre, reach]);
  if (!profile) return ends;
  // Of the ends what is said of where an interval reaches to, of the centre what is said of that.
  const { reached, centred } = profile;
  const factors = addCurves(graph, [reached, centred, reached], ends);
  const around = graph.add('Gather', [factors, graph.integer(1)], { axis: { integer: 1 } });
  const widened = graph.add('Mul', [reach, graph.add('Mul', [factors, around])]);
  return graph.add('Add', [centre, widened]);
}

function floats(shape: readonly number[], values: ArrayLike<number>) {
  return { type: 'float' as const, shape, values: Float32Array.from(values) };
}
