/** From raw scores to a regression's answer in the user's unit, with its interval. */
import type { Curve, Interval, RegressionHead } from '../../ml/models/model.ts';
import type { GraphValue } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';
import { addTrees } from './trees.ts';

/** Names of what is read back from the file. */
export const regressionNames = {
  shift: 'head.shift',
  quantile: 'head.quantile',
  spread: 'head.spread',
  reached: curveNames('reached'),
  centred: curveNames('centred'),
};

export type CurveNames = ReturnType<typeof curveNames>;

function curveNames(curve: string) {
  return { knots: `head.${curve}.knots`, factors: `head.${curve}.factors` };
}

/** Adds `prediction`, `lower` and `upper`. */
export function addRegression(
  graph: GraphBuilder,
  head: RegressionHead,
  raw: string,
  features: string,
): GraphValue[] {
  const shift = graph.constant(floats([1], [head.shift]), regressionNames.shift);
  const centre = graph.add('Add', [raw, shift]);
  const ends = addEnds(graph, head.interval, centre, features);
  const inUnit = (of: string, output?: string) =>
    graph.add(head.transform === 'log' ? 'Exp' : 'Identity', [of], {}, output ? { output } : {});
  inUnit(centre, 'prediction');
  const bounds = inUnit(ends);
  ['lower', 'upper'].forEach((output, side) => {
    const column = graph.constant({ type: 'int64', shape: [1], values: [side] });
    graph.add('Gather', [bounds, column], { axis: { integer: 1 } }, { output });
  });
  return ['prediction', 'lower', 'upper'].map((name) => ({ name, type: 'float', shape: ['N', 1] }));
}

/** Both ends of the interval side by side, [N, 2], in the model's space. */
function addEnds(graph: GraphBuilder, interval: Interval, centre: string, features: string): string {
  const { quantile, spread, profile } = interval;
  const size = graph.add('Exp', [addTrees(graph, spread, features, regressionNames.spread)]);
  const margin = graph.add('Mul', [size, graph.constant(floats([1], [quantile]), regressionNames.quantile)]);
  const reach = graph.add('Mul', [margin, graph.constant(floats([1, 2], [-1, 1]))]);
  if (!profile) return graph.add('Add', [centre, reach]);
  const to = addCurve(graph, profile.reached, regressionNames.reached, graph.add('Add', [centre, reach]));
  const around = addCurve(graph, profile.centred, regressionNames.centred, centre);
  const factor = graph.add('Mul', [to, around]);
  return graph.add('Add', [centre, graph.add('Mul', [reach, factor])]);
}

/**
 * The curve's factor at each of the answers, in their shape: its first factor, and of each piece the slope times how
 * much of the piece lies below the answer. What depends on constants alone is computed once, when the graph is loaded.
 */
function addCurve(
  graph: GraphBuilder,
  { knots, factors }: Curve,
  names: CurveNames,
  answers: string,
): string {
  const count = knots.length;
  const integers = (...values: number[]) => graph.constant({ type: 'int64', shape: [values.length], values });
  const known = (name: string, values: Float64Array) => {
    const all = graph.constant(floats([count], values), name);
    const from = graph.add('Slice', [all, integers(0), integers(count - 1)]);
    return { from, step: graph.add('Sub', [graph.add('Slice', [all, integers(1), integers(count)]), from]) };
  };
  const piece = known(names.knots, knots);
  const rise = known(names.factors, factors);
  const slopes = graph.add('Div', [rise.step, piece.step]);
  const each = graph.add('Unsqueeze', [answers, integers(2)]);
  const above = graph.add('Relu', [graph.add('Sub', [each, piece.from])]);
  const inside = graph.add('Min', [above, piece.step]);
  const gain = graph.add('MatMul', [inside, slopes]);
  return graph.add('Add', [gain, graph.add('Slice', [rise.from, integers(0), integers(1)])]);
}

function floats(shape: readonly number[], values: ArrayLike<number>) {
  return { type: 'float' as const, shape, values: Float32Array.from(values) };
}
