/**
 * One graph of a model of somebody else's and what is ours: before it the data set's columns in the form that it takes,
 * behind it scores in the model's space, and the head. So what was scored is what is served, by any runtime.
 */
import { type FittedFeatures, featureNames, inputsOf } from '../../ml/features/fitted.ts';
import type { Head } from '../../ml/models/model.ts';
import { type Description, descriptionKey, type ToldTrees } from '../artifact/description.ts';
import { describe } from '../artifact/write.ts';
import { encodeModel } from '../format/encode.ts';
import { elementTypes, type GraphNode, type GraphValue } from '../format/model.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { addClassification } from '../graph/classification.ts';
import { addFeatures } from '../graph/features.ts';
import { addRegression } from '../graph/regression.ts';
import { allowedOperators } from './allowed.ts';
import type { Outline } from './outline.ts';
import { renamed, renamedConstant, renamedNode } from './renamed.ts';

/** What the model takes: columns by their names, or one matrix of features. */
export type Taken =
  | { readonly by: 'columns'; readonly columns: readonly TakenColumn[] }
  | { readonly by: 'matrix'; readonly input: string; readonly element: number; readonly of: FittedFeatures };

export interface TakenColumn {
  readonly name: string;
  readonly element: number;
  /** [N] instead of [N,1]. */
  readonly isFlat: boolean;
}

/** What it answers, by the name of an output or of what an output is made of. */
export type Given =
  /** From its number to the model's space. */
  | { readonly task: 'regression'; readonly output: string; readonly then: 'log' | 'exp' | 'nothing' }
  /** Probabilities: for each class of the data set its column. */
  | { readonly task: 'classification'; readonly output: string; readonly order: readonly number[] };

export interface Composed {
  readonly outline: Outline;
  readonly taken: Taken;
  readonly given: Given;
  /** What explanations are about and intervals are told by, at output `features`. */
  readonly shown: FittedFeatures;
  /** Its trees, and the tensor that they take: at output `takenByTrees`, which nobody is shown. */
  readonly trees?: ToldTrees & { readonly tensor: string };
  /** Without one the graph gives `raw` and `features` alone. */
  readonly head?: Head;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Answers and probabilities below are taken for these before their logarithm. */
export const LEAST = { answer: 1e-6, probability: 1e-7 };

/** What the model's trees take, [N, numbers]. */
export const takenByTrees = '/taken by trees';

/** @throws RefusedModel when it holds what is not allowed */
export function composeOffered(composed: Composed): Uint8Array {
  const { outline, taken, given, shown, trees, head, metadata = {} } = composed;
  const { main, ml } = allowedOperators(outline);
  const graph = new GraphBuilder();
  const inputs = inputsOf(shown);
  const names = featureNames(shown);
  const features = addFeatures(graph, shown, inputs);
  graph.forget();
  addTaken(graph, taken);
  graph.forget();
  const before = graph.size;
  const raw = addGiven(graph, given);
  const outputs: GraphValue[] = [
    ...addHead(graph, head, raw, features, names.length),
    { name: 'raw', type: 'float', shape: ['N', given.task === 'regression' ? 1 : given.order.length] },
    { name: 'features', type: 'float', shape: ['N', names.length] },
    ...(trees ? [addTakenByTrees(graph, trees)] : []),
  ];
  const values = inputs.map(({ name, type }): GraphValue => ({ name, type, shape: ['N', 1] }));
  const own = graph.finish('marea', values, outputs);
  return encodeModel({
    irVersion: main > 20 ? 10 : 9,
    producer: 'marea',
    operators: { '': main, 'ai.onnx.ml': ml },
    graph: {
      ...own,
      nodes: own.nodes.map((node) => inVersion(node, main)),
      between: {
        before,
        nodes: outline.nodes.map(renamedNode),
        constants: outline.constants.map(renamedConstant),
      },
    },
    metadata: head
      ? { ...metadata, [descriptionKey]: JSON.stringify(described(names, head, trees)) }
      : metadata,
  });
}

const described = (names: readonly string[], head: Head, trees: ToldTrees | undefined): Description => ({
  ...describe(names, head),
  offered: true,
  ...(trees ? { trees: { owners: trees.owners, order: trees.order, link: trees.link } } : {}),
});

function addTakenByTrees(
  graph: GraphBuilder,
  { tensor, owners }: NonNullable<Composed['trees']>,
): GraphValue {
  const floats = graph.add('Cast', [renamed(tensor)], { to: { integer: elementTypes.float } });
  graph.add('Reshape', [floats, integers(graph, [-1, owners.length])], {}, { output: takenByTrees });
  return { name: takenByTrees, type: 'float', shape: ['N', owners.length] };
}

function addTaken(graph: GraphBuilder, taken: Taken): void {
  if (taken.by === 'matrix') {
    const matrix = addFeatures(graph, taken.of, inputsOf(taken.of), '/taken');
    addInput(graph, matrix, taken.input, taken.element, undefined);
    return;
  }
  for (const { name, element, isFlat } of taken.columns)
    addInput(graph, name, name, element, isFlat ? [-1] : undefined);
}

/** Under the name that it has within. */
function addInput(
  graph: GraphBuilder,
  from: string,
  input: string,
  element: number,
  shape: readonly number[] | undefined,
): void {
  const cast =
    element === elementTypes.double
      ? graph.add('Cast', [from], { to: { integer: elementTypes.double } })
      : from;
  const shaped = shape ? graph.add('Reshape', [cast, integers(graph, shape)]) : cast;
  graph.add('Identity', [shaped], {}, { output: renamed(input) });
}

const integers = (graph: GraphBuilder, values: readonly number[]): string =>
  graph.constant({ type: 'int64', shape: [values.length], values });

/** Scores in the model's space, [N, outputs], as `raw`. */
function addGiven(graph: GraphBuilder, given: Given): string {
  const floats = graph.add('Cast', [renamed(given.output)], { to: { integer: elementTypes.float } });
  const output = { output: 'raw' };
  if (given.task === 'classification') {
    const all = graph.add('Reshape', [floats, integers(graph, [-1, given.order.length])]);
    const ordered = graph.add('Gather', [all, integers(graph, given.order)], { axis: { integer: 1 } });
    return graph.add('Log', [graph.add('Max', [ordered, graph.float(LEAST.probability)])], {}, output);
  }
  const column = graph.add('Reshape', [floats, integers(graph, [-1, 1])]);
  if (given.then === 'nothing') return graph.add('Identity', [column], {}, output);
  if (given.then === 'exp') return graph.add('Exp', [column], {}, output);
  return graph.add('Log', [graph.add('Max', [column, graph.float(LEAST.answer)])], {}, output);
}

function addHead(
  graph: GraphBuilder,
  head: Head | undefined,
  raw: string,
  features: string,
  width: number,
): GraphValue[] {
  if (!head) return [];
  return head.task === 'regression'
    ? addRegression(graph, head, raw, features, width)
    : addClassification(graph, head, raw);
}

/** Before opset 18 a Split knows by its outputs how many there are. */
function inVersion(node: GraphNode, main: number): GraphNode {
  if (node.operator !== 'Split' || main >= 18) return node;
  const { num_outputs: _, ...attributes } = node.attributes;
  return { ...node, attributes };
}
