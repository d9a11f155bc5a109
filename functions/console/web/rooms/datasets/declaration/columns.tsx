/** The columns of a data set: what each is called, what it is, and what may be in it. */
import type { Declared } from '../../../../../../shared/api/data.ts';
import { t } from '../../../texts/texts.ts';
import { number } from '../../../ui/format.ts';
import { type Column, Table } from '../../../ui/table.tsx';

type Declaration = Declared['declaration'];
type Row = Declaration['columns'][string] & { readonly name: string };

export function DeclaredColumns({ columns, target }: Pick<Declaration, 'columns' | 'target'>) {
  const texts = t().declaration;
  const rows = Object.entries(columns).map(([name, column]) => ({ name, ...column }));
  return (
    <Table
      name="columns"
      label={texts.columns}
      columns={tableColumns(target.column)}
      rows={rows}
      rowKey={({ name }) => name}
    />
  );
}

function tableColumns(target: string): readonly Column<Row>[] {
  const texts = t().declaration;
  return [
    {
      key: 'label',
      title: texts.column,
      value: ({ label }) => label,
      cell: ({ name, label, description }) => (
        <>
          {label} <code>{name}</code>
          {name === target && <span class="reason">{texts.isTarget}</span>}
          {description && <span class="reason">{description}</span>}
        </>
      ),
    },
    { key: 'type', title: texts.type, value: ({ type }) => texts.types[type] },
    { key: 'unit', title: texts.unit, value: ({ unit }) => unit ?? '', isMinor: true },
    { key: 'allowed', title: texts.allowed, value: allowed, isUnsorted: true },
  ];
}

/** In words, after each other. */
function allowed({ range, values, missing, width, dates, optional }: Row): string {
  const texts = t().declaration;
  return [
    range && texts.range(number(range[0]), number(range[1])),
    values && texts.one(values.join(', ')),
    missing && texts.missing(missing.join(', ')),
    width && texts.width(width),
    dates && texts.dates(dates),
    optional && texts.isOptional,
  ]
    .filter(Boolean)
    .join('; ');
}
