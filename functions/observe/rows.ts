/** Rows: each one received is clean, rejected or a duplicate. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import { counter, type Group } from './group.ts';

const FATES = ['received', 'clean', 'rejected', 'duplicate'] as const;
const ORIGINS = ['source', 'user'] as const;
/** A record that does not fit the columns; the other reasons are the rules that a data set declares. */
const MALFORMED = 'malformed';

type Sums = Readonly<Record<(typeof FATES)[number], number>> & {
  readonly dataset: string;
  readonly origin: (typeof ORIGINS)[number];
};

interface Rejected {
  readonly dataset: string;
  readonly reason: string;
  readonly rows: number;
}

export const rows: Group = {
  name: 'rows',
  async read(sql, datasets) {
    const sums = await sql<Sums[]>`
      select dataset, origin, sum(received)::float8 as received, sum(clean)::float8 as clean,
             sum(rejected)::float8 as rejected, sum(duplicate)::float8 as duplicate
      from marea.batches group by dataset, origin`;
    const rejected = await sql<Rejected[]>`
      select dataset, each.reason, sum(counted::float8)::float8 as rows
      from marea.batches cross join lateral jsonb_each_text(reasons) as each (reason, counted)
      group by dataset, each.reason`;
    const total = (fate: (typeof FATES)[number], of: Partial<Sums>): number =>
      sums
        .filter((row) => row.dataset === of.dataset && (of.origin === undefined || row.origin === of.origin))
        .reduce((sum, row) => sum + row[fate], 0);
    return [
      counter(
        'marea_rows_total',
        'Rows received, and what became of them',
        datasets.flatMap(({ name: dataset }) =>
          FATES.map((fate) => ({ labels: { dataset, fate }, value: total(fate, { dataset }) })),
        ),
      ),
      counter(
        'marea_batch_rows_total',
        'Rows received, by where they came from',
        datasets.flatMap(({ name: dataset }) =>
          ORIGINS.map((origin) => ({
            labels: { dataset, origin },
            value: total('received', { dataset, origin }),
          })),
        ),
      ),
      counter(
        'marea_rejected_rows_total',
        'Rows rejected, by the first rule that they broke',
        datasets.flatMap((dataset) => byReason(dataset, rejected)),
      ),
    ];
  },
};

function byReason({ name: dataset, rules }: Dataset, rejected: readonly Rejected[]): Value[] {
  return [MALFORMED, ...rules.map(({ name }) => name)].map((reason) => ({
    labels: { dataset, reason },
    value: rejected.find((row) => row.dataset === dataset && row.reason === reason)?.rows ?? 0,
  }));
}
