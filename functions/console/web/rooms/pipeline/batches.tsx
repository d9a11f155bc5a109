/** The batches of a data set, page by page, the newest first. */
import type { BatchPage } from '../../../../../shared/api/batch-pages.ts';
import type { BatchLine } from '../../../../../shared/api/batches.ts';
import { type Paging, usePages } from '../../data/pages.ts';
import { asked, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { whatCame, whereRowsWent } from '../../ui/batch-columns.tsx';
import { Field } from '../../ui/field.tsx';
import { seconds } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { ForDataset } from './choice.tsx';
import { secondsOf } from './span.ts';

const LIMIT = 50;

export const Page = () => (
  <div class="page">
    <PageHead title={t().batches.title}>
      <a href="/upload">{t().upload.title}</a>
    </PageHead>
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
    ...whatCame(dataset),
    {
      key: 'took',
      title: texts.took,
      value: (batch) => secondsOf(batch),
      cell: (batch) => seconds(secondsOf(batch)),
      isNumeric: true,
      isMinor: true,
    },
    ...whereRowsWent(),
    { key: 'why', title: texts.why, value: ({ reason }) => reason, isMinor: true },
  ];
}
