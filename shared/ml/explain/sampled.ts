/**
 * Shapley values of a model of which nothing is known but its answers: Castro, Gomez and Tejada, "Polynomial Calculation
 * of the Shapley Value Based on Sampling" (2009), each order with its reverse (Mitchell et al., "Sampling Permutations for
 * Shapley Value Estimation", 2022). What is not known of a row is taken from a row of a background.
 *
 * Each row of the background has one order and its reverse. So base = the mean score of the background, and base + the
 * contributions = the row's score, exactly; single contributions are means over as many orders.
 */
import { seeded } from '../random.ts';
import { type Column, type Table, takeRows } from '../table.ts';
import type { Explanations } from './explanation.ts';

/** Scores of the rows of a table, rows x outputs. */
export type Score = (table: Table) => Promise<ArrayLike<number>>;

export interface Sampling {
  readonly background: Table;
  /** Columns that contributions are told of, in this order; at least one. */
  readonly columns: readonly string[];
  readonly outputs: number;
  readonly score: Score;
}

/** @returns what is the same whenever it is asked for the same row @throws RangeError when the background has no rows */
export async function sampledShap(sampling: Sampling, rows: Table): Promise<Explanations> {
  const { background, columns, outputs, score } = sampling;
  if (background.rows === 0) throw new RangeError('a background of no rows: it needs at least one');
  const orders = ordersFor(background.rows, columns.length);
  const contributions = new Float64Array(rows.rows * outputs * columns.length);
  const base = new Float64Array(outputs);
  for (let row = 0; row < rows.rows; row++) {
    const scores = await score(mixed(takeRows(rows, [row]), sampling, orders));
    base.fill(0);
    const own = contributions.subarray(row * outputs * columns.length);
    for (const [at, order] of orders.entries()) addOrder(order, at, scores, own, base, outputs);
  }
  return { base: [...base], contributions, features: columns.length };
}

/** Columns in the order in which they become known. */
interface Order {
  readonly from: number;
  readonly columns: readonly number[];
}

function ordersFor(rows: number, columns: number): Order[] {
  const random = seeded('orders', rows, columns);
  return Array.from({ length: rows }, (_, from) => {
    const order = shuffled(columns, random);
    return [
      { from, columns: order },
      { from, columns: order.toReversed() },
    ];
  }).flat();
}

/** Durstenfeld, "Algorithm 235: Random permutation" (1964). */
function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let last = count - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [order[last], order[at]] = [order[at] as number, order[last] as number];
  }
  return order;
}

/** Of each order first the background's row, then one column after another as the row has it. */
function mixed(row: Table, { background, columns }: Sampling, orders: readonly Order[]): Table {
  const places = orders.map(({ columns: order }) => {
    const place = new Int32Array(order.length);
    order.forEach((column, at) => {
      place[column] = at;
    });
    return place;
  });
  const steps = columns.length + 1;
  const made = columns.map((name, column): [string, Column] => {
    const [own, others] = [row.columns[name], background.columns[name]];
    const value = (at: number): number | string | null => {
      const order = Math.floor(at / steps);
      const isKnown = at % steps > (places[order]?.[column] as number);
      return (isKnown ? own?.[0] : others?.[orders[order]?.from as number]) ?? null;
    };
    const length = orders.length * steps;
    if (own instanceof Float64Array)
      return [name, Float64Array.from({ length }, (_, at) => value(at) as number)];
    return [name, Array.from({ length }, (_, at) => value(at) as string | null)];
  });
  return { rows: orders.length * steps, columns: Object.fromEntries(made) };
}

/** What the score gained by each column, shared out over all orders. */
function addOrder(
  { columns }: Order,
  at: number,
  scores: ArrayLike<number>,
  contributions: Float64Array,
  base: Float64Array,
  outputs: number,
): void {
  const steps = columns.length + 1;
  const orders = scores.length / outputs / steps;
  for (let output = 0; output < outputs; output++) {
    const scoreAt = (step: number): number => scores[(at * steps + step) * outputs + output] as number;
    (base[output] as number) += scoreAt(0) / orders;
    columns.forEach((column, step) => {
      (contributions[output * columns.length + column] as number) +=
        (scoreAt(step + 1) - scoreAt(step)) / orders;
    });
  }
}
