/** Runs: one or several beside each other, the course of a metric. */
import type { Principal } from '../../../shared/access/principal.ts';
import type { MetricHistory, Runs } from '../../../shared/api/runs.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Query } from '../../../shared/store/database.ts';
import { courseOfMetric, type RunReport, runsNamed } from '../../../shared/tracking/run-lines.ts';
import { onWire } from '../on-wire.ts';
import { partsAfter } from '../path.ts';
import { told } from '../viewing.ts';
import { hiddenFrom } from './hidden.ts';

const MOST_COMPARED = 50;

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
export async function named(sql: Query, ids: readonly string[], principal: Principal): Promise<RunReport[]> {
  const found = await runsNamed(sql, ids, hiddenFrom(principal));
  const missing = ids.find((id) => !found.some((run) => run.id === id));
  if (missing !== undefined) throw new HttpError(404, `there is no run "${missing.slice(0, 100)}"`);
  return found;
}
