/** Values that were there and could not be read, and batches that are held for them. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import { heldBatches, type UnreadableValues, unreadableValues } from '../../shared/tracking/unreadable.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

export const unreadable: Group = {
  name: 'unreadable',
  async read(sql, datasets) {
    const values = await unreadableValues(sql);
    const held = await heldBatches(sql);
    return [
      counter(
        'marea_unreadable_values_total',
        'Values that were there and could not be read as what their column declares',
        datasets.flatMap((dataset) => byColumn(dataset, values)),
      ),
      gauge(
        'marea_held_batches',
        'Batches of which too much could not be read, and that nobody has taken back',
        namesOf(datasets).map((dataset) => ({
          labels: { dataset },
          value: held.find((row) => row.dataset === dataset)?.batches ?? 0,
        })),
      ),
    ];
  },
};

/** Of all that can have some: any text is text. */
const byColumn = ({ name: dataset, columns }: Dataset, values: readonly UnreadableValues[]): Value[] =>
  Object.entries(columns)
    .filter(([, { type }]) => type !== 'text')
    .map(([column]) => ({
      labels: { dataset, column },
      value: values.find((row) => row.dataset === dataset && row.column === column)?.values ?? 0,
    }));
