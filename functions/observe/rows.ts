/** Rows: each one received is clean, rejected or a duplicate. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import {
  type RejectedRows,
  type RowSums,
  rejectedRows,
  rowSums,
} from '../../shared/tracking/batch-counts.ts';
import { counter, type Group } from './group.ts';

const FATES = ['received', 'clean', 'rejected', 'duplicate'] as const;
const ORIGINS = ['source', 'user'] as const;
/** A record that does not fit the columns; the other reasons are the rules that a data set declares. */
const MALFORMED = 'malformed';

export const rows: Group = {
  name: 'rows',
  async read(sql, datasets) {
    const [sums, rejected] = await Promise.all([rowSums(sql), rejectedRows(sql)]);
    const total = (fate: (typeof FATES)[number], of: Partial<RowSums>): number =>
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

function byReason({ name: dataset, rules }: Dataset, rejected: readonly RejectedRows[]): Value[] {
  return [MALFORMED, ...rules.map(({ name }) => name)].map((reason) => ({
    labels: { dataset, reason },
    value: rejected.find((row) => row.dataset === dataset && row.reason === reason)?.rows ?? 0,
  }));
}
