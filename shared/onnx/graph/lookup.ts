/**
 * All looked-up features at once. The values of every feature, by the numbers of its keys, stand one after another in
 * one list; a row's numbers say where in it its values are.
 */
import { columnsOfKey, type FittedLookup } from '../../ml/features/fitted.ts';
import type { GraphBuilder } from './builder.ts';
import { addKey, addPresence } from './key.ts';
import { MISSING, type Numbering, Numberings, UNKNOWN } from './numbering.ts';

/** A feature's values by number, and the tensor that has the numbers. */
interface Column {
  readonly rows: string;
  readonly values: Float32Array;
}

/** The looked-up values as [N, names of all] floats, in the order of the lookups. */
export function addLookups(graph: GraphBuilder, lookups: readonly FittedLookup[]): string {
  const numberings = new Numberings(lookups);
  const columns = lookups.flatMap((lookup) => {
    const levels = numberings.levelsOf(lookup);
    const rows = addRows(graph, lookup, levels, numberings);
    return valuesOf(lookup, levels).map((values): Column => ({ rows, values }));
  });
  const rows = [...new Set(columns.map((column) => column.rows))];
  const all = rows.length === 1 ? (rows[0] as string) : graph.add('Concat', rows, { axis: { integer: 1 } });
  const own = graph.constant(integers(columns.map((column) => rows.indexOf(column.rows))));
  let total = 0;
  const starts = columns.map(({ values }) => {
    total += values.length;
    return total - values.length;
  });
  const list = new Float32Array(total);
  columns.forEach(({ values }, at) => {
    list.set(values, starts[at]);
  });
  const places = graph.add('Add', [
    graph.add('Gather', [all, own], { axis: { integer: 1 } }),
    graph.constant(integers(starts)),
  ]);
  return graph.add('Gather', [graph.constant({ type: 'float', shape: [total], values: list }), places]);
}

const integers = (values: readonly number[]) => ({ type: 'int64', shape: [values.length], values }) as const;

/** The number of the first level that knows its key: the greatest of what the levels say. */
function addRows(
  graph: GraphBuilder,
  lookup: FittedLookup,
  levels: readonly Numbering[],
  known: Numberings,
): string {
  const numbers = levels.map((level) => addKey(graph, level, known));
  const [finest, ...coarser] = numbers as [string, ...string[]];
  const rows =
    coarser.length === 0 ? finest : graph.once(`greatest of ${numbers}`, () => graph.add('Max', numbers));
  if (!lookup.needsKey || (levels.length === 1 && levels[0]?.tellsMissing)) return rows;
  return columnsOfKey(lookup).reduce(
    (product, column) =>
      graph.once(`${product} if ${column}`, () => graph.add('Mul', [product, addPresence(graph, column)])),
    rows,
  );
}

/** For each name its values by number: those of unknown keys wherever no level has another. */
function valuesOf(
  { names, levels, values, needsKey }: FittedLookup,
  numberings: readonly Numbering[],
): Float32Array[] {
  const width = names.length;
  const otherwise = values.length / width - 1;
  const end = Math.max(UNKNOWN + 1, ...numberings.map((numbering) => numbering.end));
  return names.map((_, column) => {
    const valueIn = (row: number): number => values[row * width + column] ?? Number.NaN;
    const list = new Float32Array(end).fill(valueIn(otherwise));
    levels.forEach(({ keys, rows }, level) => {
      keys.forEach((text, at) => {
        list[text === '' ? MISSING : (numberings[level]?.numbers.get(text) as number)] = valueIn(
          rows[at] as number,
        );
      });
    });
    if (needsKey) list[MISSING] = Number.NaN;
    return list;
  });
}
