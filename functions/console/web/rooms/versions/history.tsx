/** What happened to a version, the oldest first. */
import type { HistoryLine } from '../../../../../shared/api/models.ts';
import { t } from '../../texts/texts.ts';
import { Moment } from '../../ui/moment.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { eventTitle } from './events.ts';

export function History({ lines }: { readonly lines: readonly HistoryLine[] }) {
  const texts = t().versions;
  if (lines.length === 0) return null;
  return (
    <section class="part">
      <h2>{texts.history}</h2>
      <Table
        name="history"
        label={texts.history}
        columns={columns()}
        rows={lines}
        rowKey={({ at, event }) => `${at} ${event}`}
      />
    </section>
  );
}

function columns(): readonly Column<HistoryLine>[] {
  const texts = t().versions;
  return [
    { key: 'at', title: texts.when, value: ({ at }) => at, cell: ({ at }) => <Moment at={at} /> },
    { key: 'event', title: texts.what, value: ({ event }) => eventTitle(event) },
    { key: 'why', title: texts.why, value: ({ reason }) => reason },
  ];
}
