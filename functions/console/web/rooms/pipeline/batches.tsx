/** The batches of a data set, page by page, the newest first. */
import type { BatchPage } from '../../../../../shared/api/batch-pages.ts';
import type { BatchLine } from '../../../../../shared/api/batches.ts';
import { type Paging, usePages } from '../../data/pages.ts';
import { asked, pathOf, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { toneOf, wordFor } from '../../ui/batch-state.ts';
import { Field } from '../../ui/field.tsx';
import { number, seconds } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PartsBar } from '../../ui/parts-bar.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { ForDataset } from './choice.tsx';
import { ledgerOf } from './ledger.ts';
import { secondsOf } from './span.ts';

const LIMIT = 50;

export const Page = () => (
  <div class="page">
    <PageHead title={t().batches.title} />
    <ForDataset>{({ name }) => <Of key={name} dataset={name} />}</ForDataset>
  </div>
);

function Of({ dataset }: { readonly dataset: string }) {
  const { rows, error, at, more } = usePages(paging(dataset));
  const texts = t().batches;
  return (
    <>
      <Filters />
      <Shown live={{ value: rows, error, at }} lines={8}>
        {(found) =>
          found.length === 0 ? (
            <p class="panel">{asked('outcome') || asked('since') ? texts.noneSuch : texts.none}</p>
          ) : (
            <Table
              label={texts.list}
              columns={columns(dataset)}
              rows={found}
              rowKey={({ id }) => id}
              more={more}
            />
          )
        }
      </Shown>
    </>
  );
}

function paging(dataset: string): Paging<BatchPage, BatchLine> {
  const [outcome, since] = [asked('outcome'), asked('since')];
  const filters = { ...(outcome ? { outcome } : {}), ...(since ? { since } : {}) };
  return {
    path: (before) =>
      withQuery('/api/batches', {
        dataset,
        ...filters,
        limit: String(LIMIT),
        ...(before ? { before } : {}),
      }),
    rowsOf: ({ batches }) => batches,
    cursorOf: ({ id }) => id,
    limit: LIMIT,
  };
}

const OUTCOMES = [
  'promoted',
  'rejected',
  'not trained',
  'rolled back',
  'training failed',
  'held',
  'discarded',
  'retracted',
] as const;

function Filters() {
  const texts = t().batches;
  return (
    <div class="filters">
      <Field label={texts.outcome}>
        {(field) => (
          <select
            {...field}
            value={asked('outcome') ?? ''}
            onChange={(e) => say({ outcome: e.currentTarget.value })}
          >
            <option value="">{texts.any}</option>
            <option value="open">{texts.open}</option>
            {OUTCOMES.map((outcome) => (
              <option key={outcome} value={outcome}>
                {t().states[outcome]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={texts.since}>
        {(field) => (
          <input
            {...field}
            type="date"
            value={asked('since') ?? ''}
            onChange={(e) => say({ since: e.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

function columns(dataset: string): readonly Column<BatchLine>[] {
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
    {
      key: 'took',
      title: texts.took,
      value: (batch) => secondsOf(batch),
      cell: (batch) => seconds(secondsOf(batch)),
      isNumeric: true,
      isMinor: true,
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
      cell: (batch) => <PartsBar isBare label={texts.ledger} parts={ledgerOf(batch)} />,
      isMinor: true,
    },
    { key: 'why', title: texts.why, value: ({ reason }) => reason, isMinor: true },
  ];
}
