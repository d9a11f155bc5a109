/** The rows of a batch that were rejected, as they came, with the rule that they broke. */
import type { RejectedRow, RejectedRows } from '../../../../../shared/api/batch-pages.ts';
import type { BatchReport } from '../../../../../shared/api/batches.ts';
import { usePages } from '../../data/pages.ts';
import { asked, pathOf, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { number } from '../../ui/format.ts';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

interface Of {
  readonly batch: BatchReport;
}

export const Rejected = ({ batch }: Of) => (
  <section class="part">
    <h2>{t().batches.rejected}</h2>
    {batch.rejected === 0 ? <p class="pale">{t().batches.rejectedNone}</p> : <Rows batch={batch} />}
  </section>
);

const LIMIT = 50;

function Rows({ batch: { dataset, id, reasons } }: Of) {
  const reason = asked('reason');
  const { rows, error, at, more } = usePages<RejectedRows, RejectedRow>({
    path: (after) =>
      withQuery(`/api${pathOf('batches', dataset, id, 'rejected')}`, {
        ...(reason ? { reason } : {}),
        limit: String(LIMIT),
        ...(after ? { after } : {}),
      }),
    rowsOf: ({ rows: found }) => found,
    cursorOf: ({ row }) => String(row),
    limit: LIMIT,
  });
  return (
    <>
      <Reasons reasons={reasons} chosen={reason} />
      <Shown live={{ value: rows, error, at }}>
        {(found) =>
          found.length === 0 ? (
            <p class="pale">{t().batches.rejectedNoneSuch}</p>
          ) : (
            <Table
              name="rejected"
              label={t().batches.rejected}
              columns={columns()}
              rows={found}
              rowKey={({ row }) => String(row)}
              more={more}
            />
          )
        }
      </Shown>
    </>
  );
}

interface ReasonsProps {
  readonly reasons: BatchReport['reasons'];
  readonly chosen: string | undefined;
}

const Reasons = ({ reasons, chosen }: ReasonsProps) => (
  <div class="filters">
    <Field label={t().batches.reason}>
      {(field) => (
        <select {...field} value={chosen ?? ''} onChange={(e) => say({ reason: e.currentTarget.value })}>
          <option value="">{t().batches.anyReason}</option>
          {Object.entries(reasons).map(([name, count]) => (
            <option key={name} value={name}>
              {name} ({number(count)})
            </option>
          ))}
        </select>
      )}
    </Field>
  </div>
);

function columns(): readonly Column<RejectedRow>[] {
  const texts = t().batches;
  return [
    { key: 'row', title: texts.row, value: ({ row }) => row, cell: ({ row }) => number(row) },
    { key: 'reason', title: texts.reason, value: ({ reason }) => reason },
    { key: 'text', title: texts.text, value: textOf, cell: (row) => <code>{textOf(row)}</code> },
  ];
}

const textOf = ({ raw }: RejectedRow): string =>
  Object.entries(raw)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ');
