/**
 * POST /feedback: what turned out to be true of an earlier prediction, or of all rows of a request, in order.
 *
 * It is kept in any case and joined with its prediction in the log, which may still be on its way. `known` says whether
 * this replica has answered that prediction lately; another one may have, so `false` is no refusal.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Problem } from '../../shared/datasets/schema.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { knownTrace } from '../../shared/runtime/tracing/request.ts';
import { refused } from './input.ts';
import { MOST_ACTUALS } from './limits.ts';
import { countFeedback } from './metrics.ts';
import { ID_LENGTH, isId, partsOf, rowId } from './request-id.ts';
import type { Service } from './service.ts';

interface Given {
  readonly request_id?: unknown;
  readonly actual?: unknown;
  readonly actuals?: unknown;
}

export function feedback(service: Service, request: HttpRequest, body: unknown): Answer {
  const given = (body ?? {}) as Given;
  const actuals = given.actuals === undefined ? [given.actual] : given.actuals;
  const problems = [
    ...requestIdProblem(given.request_id),
    ...(given.actuals === undefined
      ? actualProblem(service.dataset, given.actual, 'actual')
      : actualsProblem(service.dataset, given)),
  ];
  if (problems.length > 0) throw refused(problems);
  return told(service, request, given.request_id as string, actuals as readonly unknown[]);
}

function told(
  service: Service,
  request: HttpRequest,
  requestId: string,
  actuals: readonly unknown[],
): Answer {
  const rows = rowsKnown(service, requestId);
  if (rows !== undefined && rows !== actuals.length) throw wrongCount(requestId, rows);
  const at = new Date().toISOString();
  const trace = knownTrace(request);
  let count = 0;
  for (const [row, actual] of actuals.entries()) {
    if (actual === null) continue;
    if (!service.log.feedback({ requestId: rowId(requestId, row, actuals.length), actual, at }, trace))
      throw new HttpError(
        503,
        'the inference log takes nothing at the moment; send the feedback again later',
      );
    count += 1;
  }
  const known = rows !== undefined;
  countFeedback(known, count);
  return json({ status: 'accepted', request_id: requestId, known }, 202);
}

/** How many rows that id is of, where this replica has answered it. */
function rowsKnown({ recent }: Service, id: string): number | undefined {
  const rows = recent.rowsOf(id);
  if (rows !== undefined) return rows;
  const parts = partsOf(id);
  const siblings = parts && recent.rowsOf(parts.requestId);
  return siblings !== undefined && siblings > 1 && parts !== undefined && parts.row < siblings
    ? 1
    : undefined;
}

function wrongCount(requestId: string, rows: number): HttpError {
  const message =
    rows === 1
      ? 'it is the id of one row: send one value, as "actual"'
      : `it is the id of ${rows} rows: send "actuals", one for each in order (null where it is not known), or "actual" with the request_id of a row`;
  return refused([{ field: 'request_id', message, value: requestId }]);
}

function requestIdProblem(value: unknown): Problem[] {
  if (isId(value)) return [];
  const message = `expected the request_id of a prediction, at most ${ID_LENGTH} printable ASCII characters`;
  return [{ field: 'request_id', message, value: shown(value) }];
}

function actualsProblem(dataset: Dataset, { actual, actuals }: Given): Problem[] {
  const problem = (message: string): Problem[] => [{ field: 'actuals', message, value: shown(actuals) }];
  if (actual !== undefined) return problem('send "actual" or "actuals", not both');
  if (!Array.isArray(actuals) || actuals.length === 0 || actuals.length > MOST_ACTUALS)
    return problem(`expected a list of 1 to ${MOST_ACTUALS} values`);
  const wrong = actuals.findIndex((value) => value !== null && !isActual(dataset, value));
  return wrong < 0 ? [] : actualProblem(dataset, actuals[wrong], `actuals.${wrong}`);
}

function actualProblem(dataset: Dataset, value: unknown, field: string): Problem[] {
  if (isActual(dataset, value)) return [];
  const { target } = dataset;
  const expected = target.task === 'regression' ? 'a number' : `one of ${target.classes.join(', ')}`;
  return [{ field, message: `expected ${expected}: the true ${target.column}`, value: shown(value) }];
}

const isActual = ({ target }: Dataset, value: unknown): boolean =>
  target.task === 'regression'
    ? typeof value === 'number' && Number.isFinite(value)
    : typeof value === 'string' && target.classes.includes(value);

const shown = (value: unknown): unknown =>
  typeof value === 'object' || value === undefined ? null : String(value).slice(0, 100);
