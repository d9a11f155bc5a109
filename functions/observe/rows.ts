/** Rows: each one received is clean, rejected or a duplicate. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import {
  type RejectedRows,
  type RowSums,
  rejectedRows,
  rowSums,
} from '../../shared/tracking/batch-counts.ts';
import { counter, type Group, namesOf } from './group.ts';

const FATES = ['received', 'clean', 'rejected', 'duplicate'] as const;
const ORIGINS = ['source', 'user'] as const;
/** A record that does not fit the columns; the other reasons are the rules that a data set declares. */
const MALFORMED = 'malformed';

export const rows: Group = {
  name: 'rows',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const sums = await rowSums(sql);
    const rejected = await rejectedRows(sql);
    return [
      counter(
        'marea_rows_total',
        'Rows received, and what became of them',
        names.flatMap((dataset) => byFate(dataset, sums)),
      ),
      counter(
        'marea_batch_rows_total',
        'Rows received, by where they came from',
        names.flatMap((dataset) => byOrigin(dataset, sums)),
      ),
      counter(
        'marea_rejected_rows_total',
        'Rows rejected, by the first rule that they broke',
        datasets.flatMap((dataset) => byReason(dataset, rejected)),
      ),
    ];
  },
};

function byFate(dataset: string, sums: readonly RowSums[]): Value[] {
  const own = sums.filter((row) => row.dataset === dataset);
  return FATES.map((fate) => ({
    labels: { dataset, fate },
    value: own.reduce((sum, row) => sum + row[fate], 0),
  }));
}

const byOrigin = (dataset: string, sums: readonly RowSums[]): Value[] =>
  ORIGINS.map((origin) => ({
    labels: { dataset, origin },
    value: sums.find((row) => row.dataset === dataset && row.origin === origin)?.received ?? 0,
  }));

function byReason({ name: dataset, rules }: Dataset, rejected: readonly RejectedRows[]): Value[] {
  return [MALFORMED, ...rules.map(({ name }) => name)].map((reason) => ({
    labels: { dataset, reason },
    value: rejected.find((row) => row.dataset === dataset && row.reason === reason)?.rows ?? 0,
  }));
}
