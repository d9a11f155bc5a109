/** Values that are there and could not be read, column by column. */
import type { BatchLine } from '../../../../../shared/api/batches.ts';
import { t } from '../../texts/texts.ts';
import { number, percent } from '../../ui/format.ts';
import { type Column, Table } from '../../ui/table.tsx';

type Row = BatchLine['unreadable'][string] & { readonly column: string };

export function Unread({ unreadable }: Pick<BatchLine, 'unreadable'>) {
  const rows = Object.entries(unreadable).map(([column, counted]) => ({ column, ...counted }));
  if (rows.length === 0) return null;
  return (
    <section class="part">
      <h2>{t().batches.unreadable}</h2>
      <Table
        name="unreadable"
        label={t().batches.unreadable}
        columns={columns()}
        rows={rows}
        rowKey={({ column }) => column}
      />
    </section>
  );
}

function columns(): readonly Column<Row>[] {
  const texts = t().batches;
  return [
    { key: 'column', title: texts.column, value: ({ column }) => column },
    {
      key: 'values',
      title: texts.values,
      value: ({ values }) => values,
      cell: ({ values }) => number(values),
      isNumeric: true,
    },
    {
      key: 'share',
      title: texts.share,
      value: ({ values, of }) => values / of,
      cell: ({ values, of }) => percent(values / of),
      isNumeric: true,
    },
    { key: 'examples', title: texts.examples, value: ({ examples }) => examples.join(', ') },
  ];
}
