/** What was asked about in the last 24 hours: the answered rows by the columns that a data set is told apart by. */
import type { ColumnDeclaration, Dataset } from '../../shared/datasets/declaration.ts';
import { isNumeric, normaliseValue } from '../../shared/datasets/normalise.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import type { Query } from '../../shared/store/database.ts';
import { type AskedWith, askedWith } from '../../shared/tracking/inference-log.ts';
import { type Group, gauge } from './group.ts';

/** Of a data set, the newest: what bounds the read. */
const MOST_ROWS = 50_000;
/** Of a column; the rest is "other". Columns that declare their values have those. */
const MOST_VALUES = 60;
const LONGEST_VALUE = 60;
const OTHER = 'other';
const MISSING = 'missing';

export const recent: Group = {
  name: 'recent',
  freshSeconds: 59,
  async read(sql, datasets) {
    const values: Value[] = [];
    for (const dataset of datasets) values.push(...(await recentOf(sql, dataset)));
    return [
      gauge(
        'marea_recent_predictions',
        'Predictions of the last 24 hours (of the newest 50,000), by value of a column that was asked with',
        values,
      ),
    ];
  },
};

async function recentOf(sql: Query, dataset: Dataset): Promise<Value[]> {
  const slices = slicesOf(dataset);
  if (slices.length === 0) return [];
  const counted = await askedWith(sql, dataset.name, slices, MOST_ROWS);
  return slices.flatMap((slice) =>
    [...bounded(dataset, slice, counted)].map(([value, rows]) => ({
      labels: { dataset: dataset.name, slice, value },
      value: rows,
    })),
  );
}

/** Texts among the columns by which metrics are told apart: numbers have no values to name, the target is not asked with. */
function slicesOf({ slices = [], columns, target }: Dataset): string[] {
  return slices.filter((name) => {
    const column = columns[name];
    return column !== undefined && name !== target.column && !isNumeric(column);
  });
}

/** @param counted the most frequent first */
function bounded(dataset: Dataset, slice: string, counted: readonly AskedWith[]): Map<string, number> {
  const column = dataset.columns[slice] as ColumnDeclaration;
  const rows = new Map<string, number>((column.values ?? []).map((value) => [value, 0]));
  const labelOf = (given: string | null): string => {
    const normal = normaliseValue(column, given);
    if ('problem' in normal) return OTHER;
    if (normal.value === null) return MISSING;
    const value = String(normal.value);
    const room = column.values === undefined && value.length <= LONGEST_VALUE && rows.size < MOST_VALUES;
    return rows.has(value) || room ? value : OTHER;
  };
  for (const found of counted) {
    if (found.column !== slice) continue;
    const label = labelOf(found.value);
    rows.set(label, (rows.get(label) ?? 0) + found.rows);
  }
  return rows;
}
