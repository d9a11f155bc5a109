/** GET /api/datasets/<dataset>/rows: clean rows, page by page, those that fit the filters. */
import type { BrowsedRows } from '../../../shared/api/data.ts';
import type { ColumnDeclaration, Dataset } from '../../../shared/datasets/declaration.ts';
import { isNumeric } from '../../../shared/datasets/normalise.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { browsedRows, type RowFilter } from '../../../shared/store/browsed-rows.ts';
import { knownDataset, limitOf, partsAfter } from '../path.ts';
import { textOf } from '../query.ts';
import { inTime } from '../viewing.ts';

const MILLISECONDS = 5000;
const OWN = ['after', 'limit'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

export async function rows(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  const limit = limitOf(request, 50);
  const browsing = { filters: filtersIn(request, dataset), after: afterIn(request), limit };
  const found = await inTime(MILLISECONDS, (sql) => browsedRows(sql, dataset, browsing));
  const next = found.length < limit ? null : (found.at(-1)?.identity ?? null);
  return json({ dataset: dataset.name, rows: found, next } satisfies BrowsedRows);
}

function afterIn(request: HttpRequest): string | undefined {
  const after = textOf(request, 'after');
  if (after !== undefined && !UUID.test(after))
    throw new HttpError(422, `after is "${after.slice(0, 100)}", expected the identity of a row`);
  return after;
}

function filtersIn(request: HttpRequest, dataset: Dataset): RowFilter[] {
  const names = [...new Set(request.query.keys())].filter((name) => !OWN.includes(name));
  return names.map((name) => filterOf(dataset, name, textOf(request, name) ?? ''));
}

/** @throws HttpError 422 for a column that there is not, and for a value that is none of it */
function filterOf({ columns }: Dataset, name: string, text: string): RowFilter {
  const [, column = '', bound] = /^(.*?)(?:\.(from|to))?$/s.exec(name) ?? [];
  const declared = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (!declared)
    throw new HttpError(
      422,
      `there is no column "${column.slice(0, 100)}", there are ${Object.keys(columns).join(', ')}`,
    );
  const value = valueIn(column, declared, text);
  if (bound === 'from') return { column, from: value };
  return bound === 'to' ? { column, to: value } : { column, is: value };
}

function valueIn(column: string, declared: ColumnDeclaration, text: string): string | number {
  if (declared.type === 'date') {
    if (DAY.test(text) && !Number.isNaN(Date.parse(text))) return text;
    throw new HttpError(422, `${column} is "${text.slice(0, 100)}", expected a day, as 2026-01-31`);
  }
  if (!isNumeric(declared)) return text;
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new HttpError(422, `${column} is "${text.slice(0, 100)}", expected a number`);
}
