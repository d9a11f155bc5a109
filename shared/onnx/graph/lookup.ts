/** Looked-up features as nodes: each level's key to a row of the table, the first known one taken. */
import { columnsOfKey, type FittedLevel, type FittedLookup, keySeparator } from '../../ml/features/fitted.ts';
import type { Attribute } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { addKey } from './key.ts';

/** The looked-up values as [N, names] floats. */
export function addLookup(graph: GraphBuilder, lookup: FittedLookup): string {
  const values = addValues(graph, lookup);
  if (!lookup.needsKey) return values;
  return columnsOfKey(lookup).reduce(
    (sum, column) => graph.add('Add', [sum, addPresence(graph, column)]),
    values,
  );
}

/** NaN where the column is missing, else 0: what a value may be added to without harm. */
function addPresence(graph: GraphBuilder, column: string): string {
  const table = {
    keys_strings: { texts: [''] },
    values_floats: { floats: Float32Array.of(Number.NaN) },
    default_float: { float: 0 },
  };
  return graph.once(`presence ${column}`, () =>
    graph.add('LabelEncoder', [column], table, { domain: mlDomain }),
  );
}

function addValues(graph: GraphBuilder, lookup: FittedLookup): string {
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

/**
 * The row by the first level that knows its key, [N,1]; -1, which as an index is the last row, when none does. Finer
 * levels have the greater rows, so that it is the greatest of what the levels say.
 */
function addRowOf(graph: GraphBuilder, levels: readonly FittedLevel[]): string {
  const [finest, ...coarser] = levels.map((level) => addRowOfLevel(graph, level));
  if (finest === undefined) throw new Error('a looked-up feature has no key: it needs at least one level');
  if (coarser.length === 0) return finest;
  return graph.once(`greatest ${finest} ${coarser}`, () => graph.add('Max', [finest, ...coarser]));
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
