/** GET /api/runs: what is asked of the list of runs, in MLflow's grammar and order. */
import type { RunPage } from '../../../shared/api/runs.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { refusedData } from '../../../shared/store/refused-data.ts';
import { runsNamed } from '../../../shared/tracking/run-lines.ts';
import { listedRuns, type RunListing } from '../../../shared/tracking/search/listed-runs.ts';
import { Unsearchable } from '../../../shared/tracking/search/refused.ts';
import { onWire } from '../on-wire.ts';
import { limitOf, textIn } from '../path.ts';
import { oneOf, textOf } from '../query.ts';
import { inTime } from '../viewing.ts';
import { hiddenFrom } from './hidden.ts';

const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
/** Milliseconds of one list. */
const LONGEST = 10_000;

/** @throws HttpError 422 saying what of the filter cannot be read */
export async function runPage(request: HttpRequest): Promise<Answer> {
  const listing = listingIn(request);
  const hidden = hiddenFrom(request.principal);
  try {
    const page = await inTime(LONGEST, async (sql) => {
      const { keys, nextPageToken } = await listedRuns(sql, listing, hidden);
      const runs = await runsNamed(sql, keys.flat(), hidden);
      return { runs: onWire(runs), next: nextPageToken ?? null } satisfies RunPage;
    });
    return json(page);
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalOf(error: unknown): HttpError | undefined {
  const said = error instanceof Unsearchable ? error.message : refusedData(error);
  return said === undefined ? undefined : new HttpError(422, said);
}

const listingIn = (request: HttpRequest): RunListing => ({
  experiment: textOf(request, 'experiment'),
  status: oneOf(request, 'status', STATUSES),
  name: textOf(request, 'name'),
  parent: textOf(request, 'parent'),
  filter: textIn(request, 'filter') ?? '',
  orderBy: orderIn(request),
  pageToken: textIn(request, 'after') ?? undefined,
  maxResults: limitOf(request, 100),
});

const ATTRIBUTES: Readonly<Record<string, string>> = {
  started: 'attributes.start_time',
  name: 'attributes.run_name',
  status: 'attributes.status',
  seconds: 'attributes.seconds',
};

/** @throws HttpError 422 */
function orderIn(request: HttpRequest): string[] {
  const sort = textOf(request, 'sort') ?? 'started';
  const order = oneOf(request, 'order', ['asc', 'desc']) ?? 'desc';
  const [, entity, key = ''] = /^(metrics|params|tags)\.(.+)$/s.exec(sort) ?? [];
  const name = entity ? `${entity}.${quoted(key)}` : Object.hasOwn(ATTRIBUTES, sort) && ATTRIBUTES[sort];
  if (name) return [`${name} ${order}`];
  const expected = `${Object.keys(ATTRIBUTES).join(', ')}, metrics.<key>, params.<key> or tags.<key>`;
  throw new HttpError(422, `sort is "${sort.slice(0, 100)}", expected ${expected}`);
}

/** In quotes that the key does not hold. */
const quoted = (key: string): string => (key.includes('`') ? `"${key}"` : `\`${key}\``);
