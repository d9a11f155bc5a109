/**
 * Trees inside of a model of somebody else's: found in what is brought, and read again from the graph that is served, so
 * that answers are explained by what answers.
 */
import type { Link } from '../../ml/explain/link.ts';
import type { TreeEnsemble } from '../../ml/models/model.ts';
import { parseDescription, type ToldTrees } from '../artifact/description.ts';
import { decodeModel } from '../format/decode.ts';
import { type Given, LEAST, type Taken } from './compose.ts';
import { isEnsemble, type ReadEnsemble, readEnsemble } from './ensemble.ts';
import type { Outline } from './outline.ts';
import { type Owners, ownersOf } from './owners.ts';
import { isRenamed } from './renamed.ts';

/** Trees, and what they are in terms of ours. */
export interface OfferedTrees extends ToldTrees {
  readonly ensemble: TreeEnsemble;
  /** What they take, by its name in what was brought. */
  readonly tensor: string;
}

/**
 * @param columns that contributions are told of
 * @returns undefined where there are none, or several ensembles, or they are not certain to be read as they are run.
 * What is between them and the answer is for who asks to try: scores have to be the graph's.
 */
export function treesOffered(
  outline: Outline,
  { taken, given }: { readonly taken: Taken; readonly given: Given },
  columns: readonly string[],
): OfferedTrees | undefined {
  const [node, ...others] = outline.nodes.filter(isEnsemble);
  const tensor = node?.inputs[0];
  if (!node || tensor === undefined || others.length > 0) return undefined;
  const read = readEnsemble(node);
  const owners = ownersOf(outline, tensor, inputsOf(taken, columns));
  const order = given.task === 'regression' ? [0] : given.order;
  if (!read || !owners || !fits(read.ensemble, owners, order)) return undefined;
  return { ensemble: inOrder(read.ensemble, order), tensor, owners, order, link: linkOf(given, read.after) };
}

/** Of a graph that `composeOffered` has made. @throws when it says that it has trees, and has none */
export function readOfferedTrees(
  bytes: Uint8Array,
): (ToldTrees & Pick<OfferedTrees, 'ensemble'>) | undefined {
  const { graph, metadata } = decodeModel(bytes);
  const { trees } = parseDescription(metadata);
  if (!trees) return undefined;
  const node = graph.nodes.find((one) => isEnsemble(one) && isRenamed(one.outputs[0] ?? ''));
  const read = node && readEnsemble(node);
  if (!read) throw new Error('the graph says that trees are inside, and has none that can be read');
  return { ...trees, ensemble: inOrder(read.ensemble, trees.order) };
}

function inputsOf(taken: Taken, columns: readonly string[]): Map<string, Owners> {
  const place = (name: string): number => columns.indexOf(name);
  if (taken.by === 'columns') return new Map(taken.columns.map(({ name }) => [name, [place(name)]]));
  const owners = taken.of.features.map((feature) =>
    feature.kind === 'formula' && (feature.of.op === 'column' || feature.of.op === 'equals')
      ? place(feature.of.op === 'column' ? feature.of.name : feature.of.column)
      : -1,
  );
  return new Map([[taken.input, owners]]);
}

function fits({ outputs, trees }: TreeEnsemble, owners: Owners, order: readonly number[]): boolean {
  const isKnown = owners.every((owner) => owner >= 0);
  const isWithin = trees.every(({ feature }) => feature.every((split) => split < owners.length));
  return isKnown && isWithin && outputs === order.length && trees.every(({ output }) => output < outputs);
}

const inOrder = ({ base, trees, ...rest }: TreeEnsemble, order: readonly number[]): TreeEnsemble => ({
  ...rest,
  base: Float64Array.from(order, (place) => base[place] as number),
  trees: trees.map((tree) => ({ ...tree, output: order.indexOf(tree.output) })),
});

function linkOf(given: Given, after: ReadEnsemble['after']): Link {
  if (given.task === 'classification')
    return { of: after === 'softmax' ? 'log-softmax' : 'log', least: LEAST.probability };
  return given.then === 'log' ? { of: 'log', least: LEAST.answer } : { of: given.then };
}
