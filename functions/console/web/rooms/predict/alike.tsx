/** Rows that the model learned from and that are most like this one, with what was true of them. */
import type { ComparableRows, PredictForm } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { percent } from '../../ui/format.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { cell } from './answer.ts';
import { type Question, useAnswer } from './asking.ts';

export interface AlikeProps {
  readonly form: PredictForm;
  readonly question: Question;
}

type Row = ComparableRows['comparables'][number];

/** They are looked for when somebody has stopped changing things. */
const PAUSE_MS = 400;
const COLUMNS = 7;

export function Alike({ form, question }: AlikeProps) {
  const { value, error } = useAnswer<ComparableRows>(question, 'comparables', PAUSE_MS);
  const texts = t().predict;
  if (!value && !error) return null;
  const isNone = error?.status === 404 || value?.comparables.length === 0;
  return (
    <div class="part">
      <h2>{texts.alike}</h2>
      <p class="pale">{isNone ? texts.alikeNone : texts.alikeText}</p>
      {error && !isNone && <p class="problem">{error.message}</p>}
      {value && !isNone && (
        <Table
          label={texts.alike}
          name="alike"
          columns={columnsFor(form, value.comparables)}
          rows={value.comparables}
          rowKey={(row) => JSON.stringify(row)}
        />
      )}
    </div>
  );
}

function columnsFor(
  { target, fields }: PredictForm,
  rows: ComparableRows['comparables'],
): readonly Column<Row>[] {
  const known = fields.filter(({ name }) => rows.some(({ row }) => (row[name] ?? null) !== null));
  return [
    {
      key: target.column,
      title: target.label,
      value: (row) => asValue(row[target.column]),
      cell: (row) => cell(row[target.column], target.unit),
    },
    {
      key: 'likeness',
      title: t().predict.likeness,
      value: ({ likeness }) => likeness,
      cell: ({ likeness }) => percent(likeness, 0),
      isNumeric: true,
    },
    ...known.slice(0, COLUMNS).map(({ name, label, unit, type }) => ({
      key: name,
      title: label,
      value: ({ row }: Row) => row[name],
      cell: ({ row }: Row) => cell(row[name], unit),
      isNumeric: type === 'number' || type === 'integer',
    })),
  ];
}

const asValue = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;
