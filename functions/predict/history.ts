/** GET /predictions/history?limit=&<column>=: the logged predictions, the newest first; callers see their own. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Problem } from '../../shared/datasets/schema.ts';
import { isWellFormed, wellFormed } from '../../shared/formats/well-formed.ts';
import { may } from '../../shared/runtime/access/admit.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { traced } from '../../shared/runtime/tracing/request.ts';
import { type Transaction, withinTime } from '../../shared/store/database.ts';
import { LOOKED_THROUGH, newestPredictions } from '../../shared/tracking/inference-log.ts';
import { fewAtOnce } from './few-at-once.ts';
import { refused } from './input.ts';
import type { Service } from './service.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1000;
const MOST_FILTER = 500;
/** It shares its few connections to the database, and the log its table. */
const few = fewAtOnce(4, 'the history');
const MILLISECONDS = 5000;

/** The one call that needs the database. @throws HttpError 422 for bad arguments, 503 without a database, and when too many ask */
export async function history({ dataset, sql }: Service, request: HttpRequest): Promise<Answer> {
  const { limit, filters } = parameters(dataset, request.query);
  const database = sql();
  if (!database) throw new HttpError(503, 'no history: this function was given no database (DATABASE_URL)');
  const principal = may(request.principal, 'view') ? undefined : request.principal.subject;
  const read = (tx: Transaction) => newestPredictions(tx, dataset.name, limit, filters, principal);
  const logged = await few(() =>
    withinTime(database, MILLISECONDS, read).catch((cause: Error) => {
      logger().warn({ ...traced(request), error: cause.message }, 'the history cannot be read');
      throw new HttpError(503, 'the history cannot be read at the moment', { reason: codeOf(cause) });
    }),
  );
  const predictions = logged.map(({ output, ...rest }) => ({ ...rest, ...output }));
  const looked = filters.length > 0 ? { looked_through: LOOKED_THROUGH } : {};
  return json({ predictions, count: predictions.length, limit, ...looked });
}

type Filters = readonly (readonly [column: string, value: string])[];

/** Rows can be filtered by the listed columns. */
function parameters(dataset: Dataset, query: URLSearchParams): { limit: number; filters: Filters } {
  const problems: Problem[] = [];
  const filters: [string, string][] = [];
  let limit = DEFAULT_LIMIT;
  for (const [name, value] of query) {
    if (name === 'limit') {
      limit = Number(value);
      if (!/^\d+$/.test(value) || limit < 1 || limit > MOST)
        problems.push({
          field: name,
          message: `expected a whole number from 1 to ${MOST}`,
          value: value.slice(0, 100),
        });
    } else if (dataset.listed.includes(name)) {
      if (value.length <= MOST_FILTER && isWellFormed(value)) filters.push([name, value]);
      else
        problems.push({
          field: name,
          message: `expected a text of at most ${MOST_FILTER} characters`,
          value: wellFormed(value.slice(0, 100)),
        });
    } else {
      const message = `no such filter, there are: limit, ${dataset.listed.join(', ')}`;
      problems.push({ field: name.slice(0, 100), message, value: value.slice(0, 100) });
    }
  }
  if (problems.length > 0) throw refused(problems);
  return { limit, filters };
}

/** A code such as ECONNREFUSED tells what is wrong without telling where. */
const codeOf = (cause: Error): string => (cause as { code?: string }).code ?? 'unknown';
