/** Looked-up features as nodes: each level's key to a row of the table, the first known one taken. */
import { type FittedLevel, type FittedLookup, keySeparator } from '../../ml/features/fitted.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { addKey } from './key.ts';

/** The looked-up values as [N, names] floats. */
export function addLookup(graph: GraphBuilder, lookup: FittedLookup): string {
  const width = lookup.names.length;
  const values = Float32Array.from(lookup.values, (value) => value ?? Number.NaN);
  const table = graph.constant({ type: 'float', shape: [values.length / width, width], values });
  // -1 where no level knows its key: as an index it is the last row, which is the answer then.
  const row = lookup.levels
    .map((level) => addRowOf(graph, level))
    .reduceRight((coarser, finer) => {
      const unknown = graph.add('Less', [finer, graph.integer(0)]);
      return graph.add('Where', [unknown, coarser, finer]);
    });
  return graph.add('GatherND', [table, row]);
}

/** The row of each key as [N,1] integers, -1 when unknown. Encoders want at least one key: one that never is. */
function addRowOf(graph: GraphBuilder, { key, keys, rows }: FittedLevel): string {
  const from = addKey(graph, key);
  const isEmpty = keys.length === 0;
  return graph.once(`row of ${from} ${JSON.stringify([keys, rows])}`, () =>
    graph.add(
      'LabelEncoder',
      [from],
      {
        keys_strings: { texts: isEmpty ? [keySeparator] : keys },
        values_int64s: { integers: isEmpty ? [-1] : rows },
        default_int64: { integer: -1 },
      },
      { domain: mlDomain },
    ),
  );
}
