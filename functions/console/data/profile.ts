/** GET /api/datasets/<dataset>/profile: how the clean data are distributed, from a bounded sample. */
import type { Correlation, DataProfile } from '../../../shared/api/data.ts';
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { featureColumns } from '../../../shared/datasets/feature-columns.ts';
import { type Table, takeRows } from '../../../shared/ml/table.ts';
import { columnSummaries } from '../../../shared/rows/summaries/columns.ts';
import { type Answer, type HttpRequest, jsonText } from '../../../shared/runtime/http/http.ts';
import { rankCorrelation } from '../../../shared/stats/rank-correlation.ts';
import type { Query } from '../../../shared/store/database.ts';
import { sampledRows } from '../../../shared/store/sampled-rows.ts';
import { cleanRowsNow } from '../../../shared/tracking/batch-counts.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { inTime } from '../viewing.ts';

const SAMPLE = 10_000;
const CORRELATED_ROWS = 1000;
const CORRELATED_COLUMNS = 20;
const MILLISECONDS = 20_000;

/** The last one of each data set, as long as its rows are those: it takes a second, and pages ask again and again. */
const made = new Map<string, { readonly state: string; readonly text: string }>();

export async function dataProfile(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  return jsonText(await inTime(MILLISECONDS, (sql) => profileText(sql, dataset)));
}

async function profileText(sql: Query, dataset: Dataset): Promise<string> {
  const { rows, state } = await cleanRowsNow(sql, dataset.name);
  const known = made.get(dataset.name);
  if (known?.state === state) return known.text;
  const table = await sampledRows(sql, dataset, { rows, limit: SAMPLE });
  const text = JSON.stringify(profileFrom(dataset, rows, table));
  made.set(dataset.name, { state, text });
  return text;
}

export function profileFrom(dataset: Dataset, rows: number, table: Table): DataProfile {
  return {
    dataset: dataset.name,
    rows,
    looked: table.rows,
    columns: columnSummaries(dataset, table, [...featureColumns(dataset)]),
    correlations: correlations(dataset, table),
  };
}

/** Pairs of the first numeric columns, the target among them, where both are there. */
function correlations(dataset: Dataset, table: Table): Correlation[] {
  const first = takeRows(
    table,
    Uint32Array.from({ length: Math.min(table.rows, CORRELATED_ROWS) }, (_, i) => i),
  );
  const numeric = Object.entries(first.columns)
    .filter((entry): entry is [string, Float64Array] => entry[1] instanceof Float64Array)
    .sort(([a], [b]) => Number(b === dataset.target.column) - Number(a === dataset.target.column))
    .slice(0, CORRELATED_COLUMNS);
  return numeric.flatMap(([a, x], index) =>
    numeric.slice(index + 1).flatMap(([b, y]) => {
      const rank = correlationOf(x, y);
      return Number.isNaN(rank) ? [] : [{ a, b, rank }];
    }),
  );
}

function correlationOf(x: Float64Array, y: Float64Array): number {
  const both = Array.from(x, (_, row) => row).filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  const of = (values: Float64Array) => both.map((row) => values[row] as number);
  return rankCorrelation(of(x), of(y));
}
