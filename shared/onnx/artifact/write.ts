/**
 * Writes a model as one ONNX graph from raw columns to the answer in the user's unit: imputation, encodings,
 * formulas, the model and its head. Any ONNX runtime of opset 20 can serve it.
 */
import { type FittedFeatures, featureNames, type InputColumn, inputsOf } from '../../ml/features/fitted.ts';
import { checkFinite } from '../../ml/models/finite.ts';
import type { Curve, Head, Model } from '../../ml/models/model.ts';
import { encodeModel } from '../format/encode.ts';
import type { GraphValue } from '../format/model.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { addClassification } from '../graph/classification.ts';
import { addFeatures } from '../graph/features.ts';
import { addLinear } from '../graph/linear.ts';
import { addRegression } from '../graph/regression.ts';
import { addTrees } from '../graph/trees.ts';
import { type Description, descriptionKey, type PlainCurve } from './description.ts';

export interface Artifact {
  readonly features: FittedFeatures;
  readonly model: Model;
  readonly head: Head;
  /** Goes into the file's metadata as it is. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Opset 20 has StringConcat and RegexFullMatch; IR 9 belongs to it. */
const versions = { irVersion: 9, operators: { '': 20, 'ai.onnx.ml': 3 } };

const outputNames = ['prediction', 'lower', 'upper', 'raw', 'features', 'probabilities', 'label'];

/**
 * The ONNX file. Inputs: the raw columns that the features use, [N,1] float (NaN missing) or string ("" missing).
 * Outputs: `prediction`, `lower`, `upper` or `probabilities`, `label`; `raw` [N, outputs], `features` [N, F].
 * @throws when model, head and features do not fit together, or hold a number that is not finite
 */
export function writeArtifact({ features, model, head, metadata = {} }: Artifact): Uint8Array {
  const names = featureNames(features);
  const inputs = inputsOf(features);
  checkFit(names, inputs, model, head);
  checkFinite({ model, head }, 'artifact');
  const graph = new GraphBuilder();
  const matrix = addFeatures(graph, features, inputs);
  const raw =
    model.kind === 'trees'
      ? addTrees(graph, model, matrix, names.length, 'raw')
      : addLinear(graph, model, matrix, 'raw');
  const answers =
    head.task === 'regression'
      ? addRegression(graph, head, raw, matrix, names.length)
      : addClassification(graph, head, raw);
  const outputs: GraphValue[] = [
    ...answers,
    { name: 'raw', type: 'float', shape: ['N', model.outputs] },
    { name: 'features', type: 'float', shape: ['N', names.length] },
  ];
  const values = inputs.map(({ name, type }): GraphValue => ({ name, type, shape: ['N', 1] }));
  return encodeModel({
    ...versions,
    producer: 'marea',
    graph: graph.finish('marea', values, outputs),
    metadata: { ...metadata, [descriptionKey]: JSON.stringify(describe(names, head)) },
  });
}

/** @param names of the features */
export function describe(names: readonly string[], head: Head): Description {
  if (head.task === 'classification')
    return { format: 1, featureNames: names, head: { task: 'classification' } };
  const { transform, interval } = head;
  const { level, profile } = interval;
  const curves = profile
    ? { profile: { reached: plain(profile.reached), centred: plain(profile.centred) } }
    : {};
  return { format: 1, featureNames: names, head: { task: 'regression', transform, level, ...curves } };
}

const plain = ({ knots, factors }: Curve): PlainCurve => ({ knots: [...knots], factors: [...factors] });

function checkFit(names: readonly string[], inputs: readonly InputColumn[], model: Model, head: Head): void {
  const outputs = head.task === 'regression' ? 1 : head.classes.length;
  if (model.outputs !== outputs)
    throw new Error(`the model has ${model.outputs} outputs, its head wants ${outputs}`);
  const highest = highestFeature(model);
  if (highest >= names.length)
    throw new Error(`the model uses feature ${highest}, there are ${names.length}`);
  if (model.kind === 'linear' && model.fill.length !== names.length) {
    throw new Error(`the linear model has ${model.fill.length} features, there are ${names.length}`);
  }
  const taken = inputs.find(({ name }) => outputNames.includes(name));
  if (taken) throw new Error(`a column is named "${taken.name}" as an output is: give it another name`);
}

function highestFeature(model: Model): number {
  if (model.kind === 'linear') return -1;
  return model.trees.reduce((most, { feature }) => feature.reduce((a, b) => Math.max(a, b), most), -1);
}
