/** Batches as tables tell of them: what came, what became of it, and where its rows went. */
import type { BatchLine } from '../../../../shared/api/batches.ts';
import { pathOf } from '../shell/place.ts';
import { t } from '../texts/texts.ts';
import { Badge } from './badge.tsx';
import { toneOf, wordFor } from './batch-state.ts';
import { number } from './format.ts';
import { ledgerOf } from './ledger.ts';
import { Moment } from './moment.tsx';
import { PartsBar } from './parts-bar.tsx';
import type { Column } from './table.tsx';

/** Those that all tables of batches begin with. */
export function whatCame(dataset: string): readonly Column<BatchLine>[] {
  const texts = t().batches;
  return [
    {
      key: 'id',
      title: texts.batch,
      value: ({ id }) => id,
      cell: ({ id }) => <a href={pathOf('batches', dataset, id)}>{id}</a>,
    },
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
  ];
}

export function whereRowsWent(): readonly Column<BatchLine>[] {
  const texts = t().batches;
  return [
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
      cell: (batch) => <PartsBar isBare label={texts.ledger} parts={ledgerOf(batch)} />,
      isMinor: true,
    },
  ];
}
