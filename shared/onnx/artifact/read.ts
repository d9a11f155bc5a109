/** Reads back from an ONNX file what was written: explanations are of the file that is served, not of a copy. */
import type { InputColumn } from '../../ml/features/fitted.ts';
import type { Curve, Head, Model } from '../../ml/models/model.ts';
import { decodeModel } from '../format/decode.ts';
import type { Graph, Tensor } from '../format/model.ts';
import { classificationNames } from '../graph/classification.ts';
import { readLinear } from '../graph/linear.ts';
import { readTrees } from '../graph/read-trees.ts';
import { type CurveNames, regressionNames } from '../graph/regression.ts';
import { type Description, descriptionKey, type PlainCurve, parseDescription } from './description.ts';

export interface ReadArtifact {
  readonly inputs: readonly InputColumn[];
  readonly featureNames: readonly string[];
  readonly model: Model;
  readonly head: Head;
  readonly metadata: Readonly<Record<string, string>>;
}

/** @throws when the bytes are no ONNX file, or none that `writeArtifact` has written */
export function readArtifact(bytes: Uint8Array): ReadArtifact {
  const { graph, metadata } = decodeModel(bytes);
  const description = parseDescription(metadata);
  if (description.offered)
    throw new Error('somebody else’s model is inside of the graph, which is not read back: see readHeadIn');
  const constants = constantsOf(graph);
  const width = description.featureNames.length;
  const { [descriptionKey]: _, ...rest } = metadata;
  return {
    inputs: graph.inputs.map(({ name, type }) => ({ name, type: type === 'string' ? 'string' : 'float' })),
    featureNames: description.featureNames,
    model: readLinear(constants) ?? readTrees(graph, 'raw', width),
    head: readHead(graph, constants, description),
    metadata: rest,
  };
}

/** Of any artifact, whatever model is inside. @throws when the bytes are none */
export function readHeadIn(bytes: Uint8Array): Head {
  const { graph, metadata } = decodeModel(bytes);
  return readHead(graph, constantsOf(graph), parseDescription(metadata));
}

const constantsOf = ({ constants }: Graph): Map<string, Tensor> =>
  new Map(constants.map((tensor) => [tensor.name, tensor]));

function readHead(
  graph: Graph,
  constants: ReadonlyMap<string, Tensor>,
  { head: described, featureNames: { length: width } }: Description,
): Head {
  const floats = (name: string) => {
    const tensor = constants.get(name);
    if (tensor?.type !== 'float')
      throw new Error(`the graph has no floats "${name}": not an artifact of this platform`);
    return Float64Array.from(tensor.values);
  };
  if (described.task === 'regression') {
    const curve = ({ knots, factors }: CurveNames) => ({ knots: floats(knots), factors: floats(factors) });
    const told = described.profile;
    const profile = told
      ? { reached: curveOf(told.reached), centred: curveOf(told.centred) }
      : constants.has(regressionNames.reached.knots)
        ? { reached: curve(regressionNames.reached), centred: curve(regressionNames.centred) }
        : undefined;
    return {
      task: 'regression',
      transform: described.transform,
      shift: floats(regressionNames.shift)[0] as number,
      interval: {
        level: described.level,
        quantile: floats(regressionNames.quantile)[0] as number,
        spread: readTrees(graph, regressionNames.spread, width),
        ...(profile ? { profile } : {}),
      },
    };
  }
  const classes = constants.get(classificationNames.classes);
  return {
    task: 'classification',
    classes: classes?.type === 'string' ? classes.values : [],
    scale: floats(classificationNames.scale),
    offset: floats(classificationNames.offset),
  };
}

const curveOf = ({ knots, factors }: PlainCurve): Curve => ({
  knots: Float64Array.from(knots),
  factors: Float64Array.from(factors),
});
