/** Looked-up features as nodes: each level's key to a row of the table, the first known one taken. */
import { type FittedLevel, type FittedLookup, keySeparator } from '../../ml/features/fitted.ts';
import type { Attribute } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { addKey } from './key.ts';

/** The looked-up values as [N, names] floats. */
export function addLookup(graph: GraphBuilder, lookup: FittedLookup): string {
  const width = lookup.names.length;
  const values = Float32Array.from(lookup.values, (value) => value ?? Number.NaN);
  const [level, ...coarser] = lookup.levels;
  if (level && coarser.length === 0 && width === 1) return addNumberOf(graph, level, values);
  const table = graph.constant({ type: 'float', shape: [values.length / width, width], values });
  return graph.add('GatherND', [table, addRowOf(graph, lookup.levels)]);
}

/** One number for each key needs no table beside the encoder. */
function addNumberOf(graph: GraphBuilder, level: FittedLevel, values: Float32Array): string {
  const otherwise = values.at(-1) as number;
  const known = Float32Array.from(level.rows, (row) => values[row] as number);
  return encode(graph, level, {
    values_floats: { floats: known.length > 0 ? known : Float32Array.of(otherwise) },
    default_float: { float: otherwise },
  });
}

/** The row by the first level that knows its key, [N,1]; -1, which as an index is the last row, when none does. */
function addRowOf(graph: GraphBuilder, [level, ...coarser]: readonly FittedLevel[]): string {
  if (!level) throw new Error('a looked-up feature has no key: it needs at least one level');
  const finer = addRowOfLevel(graph, level);
  if (coarser.length === 0) return finer;
  const otherwise = addRowOf(graph, coarser);
  return graph.once(`first ${finer} ${otherwise}`, () => {
    const unknown = graph.add('Less', [finer, graph.integer(0)]);
    return graph.add('Where', [unknown, otherwise, finer]);
  });
}

function addRowOfLevel(graph: GraphBuilder, level: FittedLevel): string {
  const from = addKey(graph, level.key);
  return graph.once(`row of ${from} ${JSON.stringify([level.keys, level.rows])}`, () =>
    encode(graph, level, {
      values_int64s: { integers: level.keys.length > 0 ? level.rows : [-1] },
      default_int64: { integer: -1 },
    }),
  );
}

/** An encoder wants at least one key: where nothing is known, one that never comes. */
function encode(graph: GraphBuilder, { key, keys }: FittedLevel, values: Record<string, Attribute>): string {
  const texts = keys.length > 0 ? keys : [keySeparator];
  return graph.add(
    'LabelEncoder',
    [addKey(graph, key)],
    { keys_strings: { texts }, ...values },
    { domain: mlDomain },
  );
}
