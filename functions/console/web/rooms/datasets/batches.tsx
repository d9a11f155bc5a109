/** The newest batches of a data set. */
import type { BatchLine } from '../../../../../shared/api/batches.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { toneOf, wordFor } from '../../ui/batch-state.ts';
import { number } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { PartsBar } from '../../ui/parts-bar.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export interface BatchesProps {
  readonly dataset: string;
  readonly batches: readonly BatchLine[];
}

export const Batches = ({ batches }: BatchesProps) => (
  <section class="part">
    <h2>{t().datasets.newest}</h2>
    {batches.length === 0 ? (
      <p class="pale">{t().datasets.newestNone}</p>
    ) : (
      <Table
        name="batches"
        label={t().datasets.newest}
        columns={columns()}
        rows={[...batches].reverse()}
        rowKey={({ id }) => id}
      />
    )}
  </section>
);

function columns(): readonly Column<BatchLine>[] {
  const texts = t().datasets;
  return [
    { key: 'id', title: texts.batch, value: ({ id }) => id, cell: ({ id }) => <code>{id}</code> },
    {
      key: 'came',
      title: texts.came,
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Moment at={startedAt} />,
    },
    {
      key: 'outcome',
      title: texts.outcome,
      value: (batch) => wordFor(batch),
      cell: (batch) => <Badge tone={toneOf(batch)}>{wordFor(batch)}</Badge>,
    },
    {
      key: 'rows',
      title: texts.rows,
      value: ({ received }) => received,
      cell: ({ received }) => number(received),
      isNumeric: true,
    },
    {
      key: 'ledger',
      title: texts.ledger,
      value: ({ clean }) => clean,
      cell: (batch) => <PartsBar isBare label={texts.ledger} parts={partsOf(batch)} />,
      isMinor: true,
    },
  ];
}

const partsOf = ({ clean, rejected, duplicate }: BatchLine) =>
  [
    { name: t().datasets.cleanPart, value: clean, tone: 'good' },
    { name: t().datasets.rejected, value: rejected, tone: 'bad' },
    { name: t().datasets.duplicate, value: duplicate, tone: 'pale' },
  ] as const;
