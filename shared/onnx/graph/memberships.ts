/**
 * Sets of categories as columns of 0 and 1. Trees of ONNX compare with numbers; its BRANCH_EQ, one node for each
 * category of a set, takes the runtime three times as long. So the graph looks up, for every set that an ensemble
 * has, whether the row's category is outside it, and a node compares that: 0 is a member and goes left.
 */
import { SET_WORDS, type Tree, type TreeEnsemble } from '../../ml/models/model.ts';
import type { Tensor } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { replacing } from './replacing.ts';

/** The sets of one feature, each with what its nodes do with a missing value. */
export interface Membership {
  readonly feature: number;
  /** No two alike. */
  readonly sets: readonly MemberSet[];
}

export interface MemberSet {
  /** SET_WORDS words. */
  readonly words: Uint32Array;
  /** Undefined in files where the nodes themselves say it. */
  readonly missingLeft: boolean | undefined;
}

/** What a node of a set compares with, between 0 and 1. */
export const OUTSIDE = 0.5;

/** All sets of an ensemble, by feature in the order of first use. */
export function membershipsOf({ trees }: TreeEnsemble): Membership[] {
  const byFeature = new Map<number, Map<string, MemberSet>>();
  for (const tree of trees) {
    tree.setStart?.forEach((start, node) => {
      if (start < 0) return;
      const feature = tree.feature[node] as number;
      const known = byFeature.get(feature) ?? new Map<string, MemberSet>();
      byFeature.set(feature, known);
      const set = setOf(tree, node);
      known.set(nameOf(set), set);
    });
  }
  return Array.from(byFeature, ([feature, sets]) => ({ feature, sets: [...sets.values()] }));
}

/** The column of a node's set; sets come before all features. */
export function columnsOfSets(memberships: readonly Membership[]): (tree: Tree, node: number) => number {
  const columns = new Map<string, number>();
  for (const { feature, sets } of memberships)
    for (const set of sets) columns.set(`${feature} ${nameOf(set)}`, columns.size);
  return (tree, node) => columns.get(`${tree.feature[node]} ${nameOf(setOf(tree, node))}`) as number;
}

function setOf({ sets, setStart, missingLeft }: Tree, node: number): MemberSet {
  const start = setStart?.[node] ?? 0;
  const words = sets?.slice(start, start + SET_WORDS) ?? new Uint32Array(SET_WORDS);
  return { words, missingLeft: missingLeft[node] === 1 };
}

const nameOf = ({ words, missingLeft }: MemberSet): string => `${words.join()} ${missingLeft}`;

/** A column for each set before all others. @param name of the ensemble, under which the sets are read back */
export function addMemberships(
  graph: GraphBuilder,
  memberships: readonly Membership[],
  features: string,
  others: string,
  name: string,
): string {
  if (memberships.length === 0) return others;
  const categories =
    1 + Math.max(...memberships.flatMap(({ sets }) => sets.map(({ words }) => highestOf(words))));
  const rows = addRows(graph, memberships, features, categories);
  const columns = memberships.map(({ feature, sets }, at) => {
    const table = graph.constant(tableOf(sets, categories), `${name}${SETS}${feature}`);
    return graph.add('GatherND', [table, rows[at] as string]);
  });
  return graph.add('Concat', [...columns, others], { axis: { integer: 1 } });
}

/** Rows: each category up to the last member of a set, what is none of them, what is missing. */
function tableOf(sets: readonly MemberSet[], categories: number) {
  const values = new Float32Array((categories + 2) * sets.length).fill(1);
  sets.forEach(({ words, missingLeft }, k) => {
    for (let c = 0; c < categories; c++) if (isMember(words, c)) values[c * sets.length + k] = 0;
    if (missingLeft) values[(categories + 1) * sets.length + k] = 0;
  });
  return { type: 'float', shape: [categories + 2, sets.length], values } as const;
}

/** For each feature its table's row as [N,1] integers. */
function addRows(
  graph: GraphBuilder,
  memberships: readonly Membership[],
  features: string,
  categories: number,
): string[] {
  const places = memberships.map(({ feature }) => feature);
  const at = graph.constant({ type: 'int64', shape: [places.length], values: places });
  const codes = graph.add('Gather', [features, at], { axis: { integer: 1 } });
  const told = graph.add('Imputer', [codes], replacing(Number.NaN, MISSING_CODE), { domain: mlDomain });
  const known = Array.from({ length: categories }, (_, category) => category);
  const encoder = {
    keys_floats: { floats: Float32Array.of(...known, MISSING_CODE) },
    values_int64s: { integers: [...known, categories + 1] },
    default_int64: { integer: categories },
  };
  return graph.split(graph.add('LabelEncoder', [told], encoder, { domain: mlDomain }), places.length);
}

/** Stands for what is missing: no category, and nothing that a feature of categories has. */
const MISSING_CODE = Number.NEGATIVE_INFINITY;

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

/** The last row says where missing values go, 0 to the left; NaN where the trees' nodes do. */
function setsIn(table: Tensor): MemberSet[] {
  if (table.type !== 'float')
    throw new Error(`"${table.name}" holds no floats: not an artifact of this platform`);
  const [rows = 0, count = 0] = table.shape;
  return Array.from({ length: count }, (_, k) => {
    const words = new Uint32Array(SET_WORDS);
    for (let c = 0; c < rows - 1; c++)
      if (table.values[c * count + k] === 0) (words[c >> 5] as number) |= 1 << (c & 31);
    const missing = table.values[(rows - 1) * count + k] as number;
    return { words, missingLeft: Number.isNaN(missing) ? undefined : missing === 0 };
  });
}
