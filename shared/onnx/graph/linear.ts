/**
 * Linear models as nodes, and back. They compute in float64 and round at the end: the order of a sum, which
 * differs between one row and a batch in matrix kernels, does not show then.
 */
import type { LinearModel } from '../../ml/models/model.ts';
import { elementTypes, type Tensor } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';

/** Names of the constants that hold the model. */
const names = {
  fill: 'linear.fill',
  low: 'linear.low',
  high: 'linear.high',
  coefficients: 'linear.coefficients',
  intercepts: 'linear.intercepts',
};

/** Raw scores as [N, outputs] floats. */
export function addLinear(graph: GraphBuilder, model: LinearModel, features: string, output: string): string {
  const { outputs } = model;
  const width = model.fill.length;
  const transposed = new Float64Array(width * outputs);
  model.coefficients.forEach((row, k) => {
    row.forEach((value, feature) => {
      transposed[feature * outputs + k] = value;
    });
  });
  const vector = (name: string, values: Float64Array) =>
    graph.constant({ type: 'double', shape: [values.length], values }, name);
  const fill = vector(names.fill, model.fill);
  const coefficients = graph.constant(
    { type: 'double', shape: [width, outputs], values: transposed },
    names.coefficients,
  );
  const intercepts = vector(names.intercepts, model.intercepts);
  const wide = graph.add('Cast', [features], { to: { integer: elementTypes.double } });
  const filled = graph.add('Where', [graph.add('IsNaN', [features]), fill, wide]);
  const raised = model.low ? graph.add('Max', [filled, vector(names.low, model.low)]) : filled;
  const within = model.high ? graph.add('Min', [raised, vector(names.high, model.high)]) : raised;
  const product = graph.add('MatMul', [within, coefficients]);
  const score = graph.add('Add', [product, intercepts]);
  return graph.add('Cast', [score], { to: { integer: elementTypes.float } }, { output });
}

/** The linear model among a graph's constants, if there is one. */
export function readLinear(constants: ReadonlyMap<string, Tensor>): LinearModel | undefined {
  const fill = doubles(constants.get(names.fill));
  const transposed = doubles(constants.get(names.coefficients));
  const intercepts = doubles(constants.get(names.intercepts));
  if (!fill || !transposed || !intercepts) return undefined;
  const outputs = intercepts.length;
  const coefficients = Array.from(intercepts, (_, k) =>
    fill.map((_, feature) => transposed[feature * outputs + k] as number),
  );
  const low = doubles(constants.get(names.low));
  const high = doubles(constants.get(names.high));
  const bounds = { ...(low ? { low } : {}), ...(high ? { high } : {}) };
  return { kind: 'linear', outputs, coefficients, intercepts, fill, ...bounds };
}

const doubles = (tensor: Tensor | undefined) => (tensor?.type === 'double' ? tensor.values : undefined);
