/** Which of the data set's columns each number of a tensor is made of, as far as a graph's nodes leave no doubt. */
import type { Attribute, GraphNode } from '../format/model.ts';
import { aligned, fieldsOf, integersOf } from '../protobuf/reader.ts';
import type { Outline } from './outline.ts';

/** Of each number of a row its column, by any mark. */
export type Owners = readonly number[];

/** Nodes that make of each number one, whatever it is. */
const ONE_OF_EACH = new Set(['Identity', 'Cast', 'Imputer', 'Scaler', 'LabelEncoder', 'StringNormalizer']);
/** Nodes that put tensors beside each other. */
const BESIDE = new Set(['Concat', 'FeatureVectorizer']);
/** Nodes that keep what they take, in another shape or a part of it: of one column it stays one. */
const OF_ONE = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Gather', 'ArrayFeatureExtractor']);
/** Nodes that choose some of a row's numbers. */
const CHOOSING = new Set(['Gather', 'ArrayFeatureExtractor']);
/** A graph that nests deeper is not read. */
const DEEPEST = 200;

/**
 * @param inputs the owners of what the graph takes
 * @returns undefined where a number may be made of several columns, or it cannot be told
 */
export function ownersOf(
  { nodes, constants }: Pick<Outline, 'nodes' | 'constants'>,
  tensor: string,
  inputs: ReadonlyMap<string, Owners>,
): Owners | undefined {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const known = new Map(constants.map(({ name, bytes }) => [name, bytes]));
  const numbersIn = (name: string | undefined): readonly number[] => int64sIn(known.get(name ?? ''));
  const of = (name: string, depth: number): Owners | undefined => {
    const given = inputs.get(name);
    if (given) return given;
    const maker = makers.get(name);
    if (!maker || depth > DEEPEST) return undefined;
    return madeBy(maker, (input) => of(input, depth + 1), numbersIn);
  };
  return of(tensor, 0);
}

function madeBy(
  node: GraphNode,
  of: (input: string) => Owners | undefined,
  numbersIn: (input: string | undefined) => readonly number[],
): Owners | undefined {
  const { operator, inputs } = node;
  const [first, second] = inputs;
  if (first === undefined) return undefined;
  if (ONE_OF_EACH.has(operator)) return of(first);
  if (BESIDE.has(operator)) return beside(node, inputs.map(of));
  const owners = of(first);
  if (!owners) return undefined;
  if (operator === 'OneHotEncoder')
    return owners.length === 1 ? repeated(owners, categoriesIn(node)) : undefined;
  if (OF_ONE.has(operator) && new Set(owners).size === 1) return owners;
  if (operator === 'Reshape') return isOfRows(numbersIn(second), owners.length) ? owners : undefined;
  return CHOOSING.has(operator) ? chosen(node, owners, numbersIn(second)) : undefined;
}

/** A row's numbers beside each other, all of them: they are in the order that they were in. */
const isOfRows = ([rows, width, ...more]: readonly number[], all: number): boolean =>
  rows === -1 && width === all && more.length === 0;

function chosen(node: GraphNode, owners: Owners, places: readonly number[]): Owners | undefined {
  const axis = attributeIn(node, 'axis');
  const isAcross = node.operator !== 'Gather' || (axis && 'integer' in axis && axis.integer === 1);
  if (!isAcross || places.length === 0) return undefined;
  const found = places.map((place) => owners[place]);
  return found.every((owner) => owner !== undefined) ? found : undefined;
}

/** Of a TensorProto: int64_data is its field 7, raw_data its field 9. */
function int64sIn(tensor: Uint8Array = new Uint8Array()): readonly number[] {
  const fields = [...fieldsOf(tensor)];
  const raw = fields.find(({ number }) => number === 9);
  if (raw && raw.bytes.length % 8 === 0) return Array.from(new BigInt64Array(aligned(raw.bytes)), Number);
  return fields.filter(({ number }) => number === 7).flatMap(integersOf);
}

function beside(node: GraphNode, parts: readonly (Owners | undefined)[]): Owners | undefined {
  const axis = attributeIn(node, 'axis');
  const isAcross = node.operator !== 'Concat' || (axis && 'integer' in axis && axis.integer !== 0);
  const all = parts.filter((part) => part !== undefined);
  return isAcross && all.length === parts.length ? all.flat() : undefined;
}

/** Several numbers of a column are as many each. */
const repeated = (owners: Owners, times: number): Owners =>
  owners.flatMap((owner) => new Array<number>(times).fill(owner));

function categoriesIn(node: GraphNode): number {
  for (const name of ['cats_strings', 'cats_int64s']) {
    const attribute = attributeIn(node, name);
    if (attribute && 'texts' in attribute) return attribute.texts.length;
    if (attribute && 'integers' in attribute) return attribute.integers.length;
  }
  return 0;
}

function attributeIn(node: GraphNode, name: string): Attribute | undefined {
  try {
    return node.attributes[name];
  } catch {
    return undefined;
  }
}
