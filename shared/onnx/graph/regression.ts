/** From raw scores to a regression's answer in the user's unit, with its interval. */
import type { Interval, RegressionHead, WidthProfile } from '../../ml/models/model.ts';
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
  const factors = addFactors(graph, profile, ends);
  const around = graph.add('Gather', [factors, graph.integer(1)], { axis: { integer: 1 } });
  const widened = graph.add('Mul', [reach, graph.add('Mul', [factors, around])]);
  return graph.add('Add', [centre, widened]);
}

/**
 * Of the ends what the curve of where an interval reaches to says, of the centre the other curve, [N, 3]: a curve's
 * first factor, and of each piece the slope times how much of the piece lies below. Both curves' pieces stand side by
 * side, those of the other with the slope 0. What depends on constants alone is computed when the graph is loaded.
 */
function addFactors(graph: GraphBuilder, { reached, centred }: WidthProfile, answers: string): string {
  const integers = (...values: number[]) => graph.constant({ type: 'int64', shape: [values.length], values });
  const pieces = [reached, centred].map(({ knots }) => knots.length - 1) as [number, number];
  const both = (member: 'knots' | 'factors') => {
    const parts = [reached, centred].map((curve, at) => {
      const name = regressionNames[at === 0 ? 'reached' : 'centred'][member];
      const all = graph.constant(floats([curve[member].length], curve[member]), name);
      const count = curve[member].length - 1;
      const from = graph.add('Slice', [all, integers(0), integers(count)]);
      const to = graph.add('Slice', [all, integers(1), integers(count + 1)]);
      return { from, step: graph.add('Sub', [to, from]) };
    });
    const joined = (of: 'from' | 'step') =>
      graph.add(
        'Concat',
        parts.map((part) => part[of]),
        { axis: { integer: 0 } },
      );
    return { from: joined('from'), step: joined('step') };
  };
  const knots = both('knots');
  const factors = both('factors');
  const isOwn = [0, 1, 0].flatMap((curve) =>
    [0, 1].flatMap((other) => Array<number>(pieces[other] as number).fill(Number(other === curve))),
  );
  const slopes = graph.add('Mul', [
    graph.add('Div', [factors.step, knots.step]),
    graph.constant(floats([3, pieces[0] + pieces[1]], isOwn)),
  ]);
  const first = graph.add('Gather', [factors.from, integers(0, pieces[0], 0)]);
  const above = graph.add('Relu', [
    graph.add('Sub', [graph.add('Unsqueeze', [answers, integers(2)]), knots.from]),
  ]);
  const gains = graph.add('Mul', [graph.add('Min', [above, knots.step]), slopes]);
  const gain = graph.add('ReduceSum', [gains, integers(2)], { keepdims: { integer: 0 } });
  return graph.add('Add', [gain, first]);
}

function floats(shape: readonly number[], values: ArrayLike<number>) {
  return { type: 'float' as const, shape, values: Float32Array.from(values) };
}
