/** What would become of a file: why it would be refused, or where its rows would go, and how its columns read. */
import type { FileCheck } from '../../../../../shared/api/check.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number } from '../../ui/format.ts';
import { ledgerOf } from '../../ui/ledger.ts';
import { Notice } from '../../ui/notice.tsx';
import { PartsBar } from '../../ui/parts-bar.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type Read = Extract<FileCheck, { readonly refused: null }>;

export const WouldBecome = ({ check }: { readonly check: FileCheck }) =>
  check.refused === null ? (
    <Rows check={check} />
  ) : (
    <Notice title={t().upload.refused} kind="wrong" isPart>
      <p>{check.refused}</p>
    </Notice>
  );

function Rows({ check }: { readonly check: Read }) {
  const { clean, duplicate, rejected, received, held, drift, reading } = check;
  const texts = t().upload;
  const reasons = Object.fromEntries(rejected.map(({ reason, rows }) => [reason, rows]));
  const all = rejected.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <>
      <section class="panel">
        <h2>{texts.would}</h2>
        <p>
          {texts.read(number(received), reading.format)} {held && <Badge tone="warn">{texts.held}</Badge>}
        </p>
        {held && <p class="problem">{held}</p>}
        <PartsBar label={t().batches.ledger} parts={ledgerOf({ clean, duplicate, rejected: all, reasons })} />
        <p>
          {(drift.drifted || drift.targetDrifted) && <Badge tone="warn">{t().batches.drifted}</Badge>}{' '}
          {texts.drift(drift.reason)}
        </p>
      </section>
      {rejected.length > 0 && (
        <Table
          name="rejected"
          label={t().batches.rejected}
          columns={rejections()}
          rows={rejected}
          rowKey={({ reason }) => reason}
        />
      )}
      <Table
        name="columns"
        label={texts.columns}
        columns={columns()}
        rows={check.columns}
        rowKey={({ column }) => column}
      />
    </>
  );
}

function rejections(): readonly Column<Read['rejected'][number]>[] {
  const texts = t().batches;
  return [
    { key: 'reason', title: texts.reason, value: ({ reason }) => reason },
    {
      key: 'rows',
      title: texts.rows,
      value: ({ rows }) => rows,
      cell: ({ rows }) => number(rows),
      isNumeric: true,
    },
    {
      key: 'example',
      title: t().upload.example,
      value: ({ example }) => example.text,
      cell: ({ example }) => (
        <>
          {t().upload.exampleAt(number(example.row))} <code class="as-it-came">{example.text}</code>
        </>
      ),
    },
  ];
}

function columns(): readonly Column<Read['columns'][number]>[] {
  const texts = t().upload;
  const count = (key: 'read' | 'missing' | 'unreadable'): Column<Read['columns'][number]> => ({
    key,
    title: texts.counts[key],
    value: (one) => one[key],
    cell: (one) => number(one[key]),
    isNumeric: true,
  });
  return [
    { key: 'column', title: t().batches.column, value: ({ column }) => column },
    count('read'),
    count('missing'),
    count('unreadable'),
    { key: 'form', title: texts.form, value: ({ form }) => form, isMinor: true },
    {
      key: 'examples',
      title: t().batches.examples,
      value: ({ examples }) => examples.join(', '),
      isMinor: true,
    },
  ];
}
