/** Clean rows, page by page, those that fit the filters which the address says. */
import type { BrowsedRow, BrowsedRows } from '../../../../../shared/api/data.ts';
import type { ColumnDeclaration } from '../../../../../shared/datasets/declaration.ts';
import { usePages } from '../../data/pages.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { amount } from '../../ui/format.ts';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { filtersIn, RowFilters } from './row-filters.tsx';

export interface RowsProps {
  readonly dataset: string;
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
}

const LIMIT = 20;

export function Rows({ dataset, columns }: RowsProps) {
  const filters = filtersIn(columns);
  const { rows, error, at, more } = usePages<BrowsedRows, BrowsedRow>({
    path: (after) =>
      withQuery(pathOf('api', 'datasets', dataset, 'rows'), {
        ...Object.fromEntries(filters),
        limit: String(LIMIT),
        ...(after ? { after } : {}),
      }),
    rowsOf: (answer) => answer.rows,
    cursorOf: ({ identity }) => identity,
    limit: LIMIT,
  });
  const texts = t().data;
  return (
    <section class="part">
      <h2>{texts.rows}</h2>
      <RowFilters columns={columns} />
      <Shown live={{ value: rows, error, at }} lines={8}>
        {(found) =>
          found.length === 0 ? (
            <p class="pale">{filters.length > 0 ? texts.rowsNone : texts.nothing}</p>
          ) : (
            <Table
              label={texts.rows}
              columns={columnsOf(dataset, columns)}
              rows={found}
              rowKey={({ identity }) => identity}
              isSorted
              more={more}
            />
          )
        }
      </Shown>
    </section>
  );
}

const columnsOf = (dataset: string, columns: RowsProps['columns']): readonly Column<BrowsedRow>[] => [
  {
    key: 'batch',
    title: t().data.batch,
    isUnsorted: true,
    value: ({ batch, row }) => `${batch} ${row}`,
    cell: ({ batch, row }) => (
      <span class="place">
        <a href={pathOf('batches', dataset, batch)}>{batch}</a> <span class="pale">{row}</span>
      </span>
    ),
  },
  ...Object.entries(columns).map(([name, { label, unit, type }]): Column<BrowsedRow> => {
    const isNumeric = type === 'number' || type === 'integer';
    return {
      key: name,
      title: label,
      isUnsorted: true,
      isNumeric,
      value: ({ values }) => values[name],
      cell: ({ values }) => toldOf(values[name], unit),
    };
  }),
];

const toldOf = (value: string | number | null | undefined, unit: string | undefined): string =>
  value === null || value === undefined ? '–' : typeof value === 'number' ? amount(value, unit) : value;
