/** Which rows and columns are asked for: ?since= and ?columns=. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { columnsOf, type FileColumn } from './columns.ts';

export interface Asked {
  readonly dataset: Dataset;
  /** Rows that were cleaned then or later. */
  readonly since: Date | undefined;
  /** At least one. */
  readonly columns: readonly FileColumn[];
}

/** @throws HttpError 422 for what is no time, or no column */
export const askedRows = (dataset: Dataset, { query }: Pick<HttpRequest, 'query'>): Asked => ({
  dataset,
  since: timeIn(query.get('since')),
  columns: columnsIn(dataset, query.getAll('columns')),
});

/** A day, or a time with its zone, in ISO 8601. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/;

function timeIn(text: string | null): Date | undefined {
  if (text === null || text === '') return undefined;
  const time = new Date(text);
  if (TIME.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new HttpError(
    422,
    `since is "${text.slice(0, 100)}", expected a day or a time with its zone, as 2026-05-03 or 2026-05-03T08:00:00Z`,
  );
}

function columnsIn(dataset: Dataset, given: readonly string[]): FileColumn[] {
  const known = columnsOf(dataset);
  const names = [...new Set(given.flatMap((text) => text.split(',')))].filter((name) => name !== '');
  if (names.length === 0) return [...known.values()];
  return names.map((name) => {
    const column = known.get(name);
    if (column) return column;
    throw new HttpError(
      422,
      `${dataset.name} has no column "${name.slice(0, 100)}", there are: ${[...known.keys()].join(', ')}`,
    );
  });
}
