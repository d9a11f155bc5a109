/** POST /feedback: what turned out to be true of an earlier prediction. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Problem } from '../../shared/datasets/schema.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http.ts';
import { knownTrace } from '../../shared/runtime/tracing/request.ts';
import { refused } from './input.ts';
import type { Service } from './service.ts';

/** As requestIdOf gives them, also with the number of a batch's row. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export function feedback({ dataset, log }: Service, request: HttpRequest, body: unknown): Answer {
  const given = (body ?? {}) as {
    request_id?: unknown;
    actual?: unknown;
  };
  const problems = [...requestIdProblem(given.request_id), ...actualProblem(dataset, given.actual)];
  if (problems.length > 0) throw refused(problems);
  const requestId = given.request_id as string;
  const told = { requestId, actual: given.actual, at: new Date().toISOString() };
  if (!log.feedback(told, knownTrace(request)))
    throw new HttpError(503, 'the inference log takes nothing at the moment; send the feedback again later');
  return json({ status: 'accepted', request_id: requestId }, 202);
}

function requestIdProblem(value: unknown): Problem[] {
  if (typeof value === 'string' && REQUEST_ID.test(value)) return [];
  return [
    {
      field: 'request_id',
      message: 'expected the request_id of a prediction',
      value: shown(value),
    },
  ];
}

function actualProblem({ target }: Dataset, value: unknown): Problem[] {
  const right =
    target.task === 'regression'
      ? typeof value === 'number' && Number.isFinite(value)
      : typeof value === 'string' && target.classes.includes(value);
  if (right) return [];
  const expected = target.task === 'regression' ? 'a number' : `one of ${target.classes.join(', ')}`;
  return [
    {
      field: 'actual',
      message: `expected ${expected}: the true ${target.column}`,
      value: shown(value),
    },
  ];
}

const shown = (value: unknown): unknown =>
  typeof value === 'object' || value === undefined ? null : String(value).slice(0, 100);
