/**
 * Sets of categories as columns of 0 and 1. Trees of ONNX compare with numbers; its BRANCH_EQ, one node for each
 * category of a set, takes the runtime three times as long. So the graph looks up, for every set that an ensemble
 * has, whether the row's category is outside it, and a node compares that: 0 is a member and goes left.
 */
import { SET_WORDS, type Tree, type TreeEnsemble } from '../../ml/models/model.ts';
import type { Tensor } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';

/** The sets of one feature. */
export interface Membership {
  readonly feature: number;
  /** SET_WORDS words each, no two alike. */
  readonly sets: readonly Uint32Array[];
}

/** What a node of a set compares with, between 0 and 1. */
export const OUTSIDE = 0.5;

/** All sets of an ensemble, by feature in the order of first use. */
export function membershipsOf({ trees }: TreeEnsemble): Membership[] {
  const byFeature = new Map<number, Map<string, Uint32Array>>();
  for (const tree of trees) {
    tree.setStart?.forEach((start, node) => {
      if (start < 0) return;
      const feature = tree.feature[node] as number;
      const known = byFeature.get(feature) ?? new Map<string, Uint32Array>();
      byFeature.set(feature, known);
      const set = setAt(tree, start);
      known.set(set.join(), set);
    });
  }
  return Array.from(byFeature, ([feature, sets]) => ({ feature, sets: [...sets.values()] }));
}

/** The column of a node's set; sets come before all features. */
export function columnsOfSets(memberships: readonly Membership[]): (tree: Tree, node: number) => number {
  const columns = new Map<string, number>();
  for (const { feature, sets } of memberships)
    for (const set of sets) columns.set(`${feature} ${set.join()}`, columns.size);
  return (tree, node) => {
    const set = setAt(tree, tree.setStart?.[node] ?? -1);
    return columns.get(`${tree.feature[node]} ${set.join()}`) as number;
  };
}

function setAt({ sets }: Tree, start: number): Uint32Array {
  return sets?.slice(start, start + SET_WORDS) ?? new Uint32Array(SET_WORDS);
}

/** A column for each set, then the features. @param name of the ensemble, under which the sets are read back */
export function addMemberships(
  graph: GraphBuilder,
  memberships: readonly Membership[],
  features: string,
  name: string,
): string {
  if (memberships.length === 0) return features;
  const columns = memberships.map((membership) => addMembership(graph, membership, features, name));
  return graph.add('Concat', [...columns, features], { axis: { integer: 1 } });
}

/** Rows of the table: each category up to the last member of a set, what is none of them, what is missing. */
function addMembership(
  graph: GraphBuilder,
  { feature, sets }: Membership,
  features: string,
  name: string,
): string {
  const categories = 1 + Math.max(...sets.map(highestOf));
  const values = new Float32Array((categories + 2) * sets.length).fill(1);
  sets.forEach((set, k) => {
    for (let c = 0; c < categories; c++) if (isMember(set, c)) values[c * sets.length + k] = 0;
  });
  values.fill(Number.NaN, (categories + 1) * sets.length);
  const shape = [categories + 2, sets.length];
  const table = graph.constant({ type: 'float', shape, values }, `${name}${SETS}${feature}`);
  return graph.add('GatherND', [table, addCategory(graph, feature, features, categories)]);
}

/** @param categories that the table knows @returns the table's row as [N,1] integers */
function addCategory(graph: GraphBuilder, feature: number, features: string, categories: number): string {
  return graph.once(`category ${features} ${feature} ${categories}`, () => {
    const code = graph.add('Gather', [features, graph.integer(feature)], { axis: { integer: 1 } });
    const known = Array.from({ length: categories }, (_, category) => category);
    const table = {
      keys_floats: { floats: Float32Array.from(known) },
      values_int64s: { integers: known },
      default_int64: { integer: categories },
    };
    const row = graph.add('LabelEncoder', [code], table, { domain: mlDomain });
    return graph.add('Where', [graph.add('IsNaN', [code]), graph.integer(categories + 1), row]);
  });
}

function highestOf(set: Uint32Array): number {
  let highest = 0;
  for (let c = 0; c < 32 * SET_WORDS; c++) if (isMember(set, c)) highest = c;
  return highest;
}

function isMember(set: Uint32Array, category: number): boolean {
  return (((set[category >> 5] as number) >>> (category & 31)) & 1) === 1;
}

/** Between the name of an ensemble and the feature's number. */
const SETS = '.sets.';

/** The sets of the ensemble of that name, in the order of their columns. */
export function readMemberships(constants: readonly Tensor[], name: string): Membership[] {
  return constants
    .filter((tensor) => tensor.name.startsWith(name + SETS))
    .map((tensor) => ({
      feature: Number(tensor.name.slice(name.length + SETS.length)),
      sets: setsIn(tensor),
    }));
}

function setsIn(table: Tensor): Uint32Array[] {
  if (table.type !== 'float')
    throw new Error(`"${table.name}" holds no floats: not an artifact of this platform`);
  const [rows = 0, count = 0] = table.shape;
  return Array.from({ length: count }, (_, k) => {
    const set = new Uint32Array(SET_WORDS);
    for (let c = 0; c < rows; c++)
      if (table.values[c * count + k] === 0) (set[c >> 5] as number) |= 1 << (c & 31);
    return set;
  });
}
