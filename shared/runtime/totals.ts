/** Reads what is counted for ever: triggers of the tables add to it, so that a count never falls. */
import type { Query } from '../store/database.ts';

export type Counted = 'emitted' | 'handled' | 'retried' | 'predicted' | 'told';

export interface Total {
  readonly what: Counted;
  readonly dataset: string;
  /** Type of an event, or name of a stage. */
  readonly kind: string;
  readonly outcome: string;
  readonly total: number;
}

export async function totalsOf(
  sql: Query,
  what: readonly Counted[],
  datasets: readonly string[],
): Promise<Total[]> {
  return await sql<Total[]>`
    select what, dataset, kind, outcome, sum(total)::float8 as total from marea.totals
    where what = any(${what}) and dataset = any(${datasets})
    group by what, dataset, kind, outcome`;
}
