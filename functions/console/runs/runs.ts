/** Runs: lists, one or several beside each other, the course of a metric. */
import { type Principal, reaches } from '../../../shared/access/principal.ts';
import type { MetricHistory, RunPage, Runs } from '../../../shared/api/runs.ts';
import { datasets } from '../../../shared/datasets/index.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Query } from '../../../shared/store/database.ts';
import {
  courseOfMetric,
  pageOfRuns,
  type RunReport,
  type RunSorting,
  runsNamed,
} from '../../../shared/tracking/run-list.ts';
import { onWire } from '../on-wire.ts';
import { limitOf, partsAfter } from '../path.ts';
import { oneOf, textOf } from '../query.ts';
import { told } from '../viewing.ts';

const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
const SORTINGS = ['started', 'name', 'status', 'seconds'] as const;
const MOST_COMPARED = 50;

/** An experiment with the name of a data set is that data set's; the others are for everybody who may look. */
const hiddenFrom = (principal: Principal): string[] =>
  datasets()
    .map(({ name }) => name)
    .filter((name) => !reaches(principal, name));

export async function runPage(request: HttpRequest): Promise<Answer> {
  const limit = limitOf(request, 100);
  const filter = {
    hidden: hiddenFrom(request.principal),
    experiment: textOf(request, 'experiment'),
    status: oneOf(request, 'status', STATUSES),
    name: textOf(request, 'name'),
    parent: textOf(request, 'parent'),
    sorting: sortingIn(request),
    before: textOf(request, 'before'),
    limit,
  };
  return await told(async (sql) => {
    const runs = await pageOfRuns(sql, filter);
    return {
      runs: onWire(runs),
      next: runs.length < limit ? null : (runs.at(-1)?.id ?? null),
    } satisfies RunPage;
  });
}

/** @throws HttpError 422 */
function sortingIn(request: HttpRequest): RunSorting {
  const sort = textOf(request, 'sort') ?? 'started';
  const order = oneOf(request, 'order', ['asc', 'desc']) ?? 'desc';
  const attribute = SORTINGS.find((one) => one === sort);
  if (attribute) return { by: attribute, key: '', order };
  const [, kind, key] = /^(metric|param)s\.(.+)$/s.exec(sort) ?? [];
  if (kind === undefined || key === undefined)
    throw new HttpError(
      422,
      `sort is "${sort.slice(0, 100)}", expected ${SORTINGS.join(', ')}, metrics.<key> or params.<key>`,
    );
  return { by: kind === 'metric' ? 'metric' : 'param', key, order };
}

export async function runs(request: HttpRequest): Promise<Answer> {
  const [text = ''] = partsAfter(request, '/api/runs/', 1);
  const ids = [...new Set(text.split(','))];
  if (ids.length > MOST_COMPARED)
    throw new HttpError(422, `${ids.length} runs are named: ${MOST_COMPARED} at most`);
  return await told(
    async (sql) => ({ runs: onWire(await named(sql, ids, request.principal)) }) satisfies Runs,
  );
}

export async function metricHistory(request: HttpRequest): Promise<Answer> {
  const [run = '', what, key = ''] = partsAfter(request, '/api/runs/', 3);
  if (what !== 'metrics') throw new HttpError(404, `there is nothing at ${request.path}`);
  return await told(async (sql) => {
    await named(sql, [run], request.principal);
    const { points, total } = await courseOfMetric(sql, run, key);
    if (total === 0) throw new HttpError(404, `run ${run} has no metric "${key.slice(0, 100)}"`);
    return { run, key, points: onWire(points), total } satisfies MetricHistory;
  });
}

/** @throws HttpError 404 naming the first that there is not, for whoever asks */
async function named(sql: Query, ids: readonly string[], principal: Principal): Promise<RunReport[]> {
  const found = await runsNamed(sql, ids, hiddenFrom(principal));
  const missing = ids.find((id) => !found.some((run) => run.id === id));
  if (missing !== undefined) throw new HttpError(404, `there is no run "${missing.slice(0, 100)}"`);
  return found;
}
