/**
 * What a graph of somebody else's may hold: operators of ONNX alone, in one straight graph, with all that they need in
 * the one file. So it reads no other file, it ends, and it means the same inside of a graph of ours.
 */
import { type Field, fieldsOf } from '../protobuf/reader.ts';
import type { Outline, OutlinedNode } from './outline.ts';
import { RefusedModel } from './refused.ts';

const ML = 'ai.onnx.ml';
/** Versions that the runtime has, and that our own nodes are written in. */
const LEAST = { '': 7, [ML]: 1 };
const MOST = { '': 22, [ML]: 4 };
/** From here on operators take what they take now. */
export const SETTLED = 13;

/** Of those that came before, operators that have meant the same ever since. */
const UNCHANGED = new Set(
  `Abs Add And ArgMax ArgMin Cast Ceil Concat Constant ConstantOfShape Div Equal Erf Exp Expand Flatten Floor Gather
  Gemm Greater Identity IsNaN Less Log MatMul Max Mean Min Mul Neg Not Or Pow Reciprocal Relu Reshape Shape Sigmoid
  Sign Sqrt Sub Sum Tanh Tile Transpose Where`.split(/\s+/),
);

/** The versions that it is to be run with. @throws RefusedModel with what is not allowed, and what to do about it */
export function allowedOperators(outline: Outline): { readonly main: number; readonly ml: number } {
  const { operators, functions, sparse, nodes, constants } = outline;
  for (const [domain, version] of operators) mustBeKnown(domain, version);
  if (functions > 0) throw new RefusedModel('its graph has functions of its own: inline them');
  if (sparse > 0) throw new RefusedModel('its graph has sparse constants: convert it with dense ones');
  for (const { name, bytes } of constants) mustBeInside(name, [...fieldsOf(bytes)]);
  for (const node of nodes) mustBeStraight(node);
  const main = operators.get('') ?? SETTLED;
  const ml = operators.get(ML) ?? 1;
  for (const node of nodes) mustMeanTheSame(node, main, ml);
  return { main: Math.max(main, SETTLED), ml: Math.max(ml, 3) };
}

function mustBeKnown(domain: string, version: number): void {
  if (domain !== '' && domain !== ML)
    throw new RefusedModel(
      `its graph has operators of "${domain.slice(0, 100)}": only those of ONNX (ai.onnx, ai.onnx.ml) are run`,
    );
  const [least, most] = [LEAST[domain], MOST[domain]];
  if (version < least || version > most)
    throw new RefusedModel(
      `its graph is for opset ${version} of ${domain || 'ai.onnx'}: convert it with target_opset from ${least} to ${most}`,
    );
}

/** Contents in another file would be read from wherever it says. */
function mustBeInside(name: string, tensor: readonly Field[]): void {
  const isOutside = tensor.some(({ number, varint }) => number === 13 || (number === 14 && varint !== 0));
  if (isOutside)
    throw new RefusedModel(`constant "${name}" is kept in another file: save the model as one file`);
}

/** Field 5 of a node are its attributes; of these 5 and 10 are tensors, 6 and 11 graphs, 22 and 23 sparse tensors. */
function mustBeStraight({ operator, domain, bytes }: OutlinedNode): void {
  if (domain !== '' && domain !== ML) mustBeKnown(domain, 0);
  for (const attribute of fieldsOf(bytes)) {
    if (attribute.number !== 5) continue;
    for (const { number, bytes: value } of fieldsOf(attribute.bytes)) {
      if (number === 6 || number === 11)
        throw new RefusedModel(`its graph has a ${operator}, a graph within the graph: that is not taken`);
      if (number === 5 || number === 10) mustBeInside(`of a ${operator}`, [...fieldsOf(value)]);
      if (number === 22 || number === 23)
        throw new RefusedModel(`its graph has sparse constants: convert it with dense ones`);
    }
  }
}

function mustMeanTheSame({ operator, domain }: OutlinedNode, main: number, ml: number): void {
  if (domain === '' && main < SETTLED && !UNCHANGED.has(operator))
    throw new RefusedModel(
      `its graph is for opset ${main}, of which ${operator} is not taken: convert it with target_opset ${SETTLED} or later`,
    );
  if (domain === ML && ml < 2 && operator === 'LabelEncoder')
    throw new RefusedModel(
      `its LabelEncoder is for ai.onnx.ml ${ml}: convert it with target_opset {"ai.onnx.ml": 3}`,
    );
}
