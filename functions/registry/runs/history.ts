/** The history of a metric: in pages for who asks for pages, streamed whole for who does not, as clients of MLflow 2 do. */
import { Readable } from 'node:stream';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { type After, history, type Logged } from '../../../shared/tracking/mlflow/history.ts';
import { targetRun } from '../../../shared/tracking/mlflow/target.ts';
import { mustReach } from '../reach.ts';
import { invalid } from '../refused.ts';
import { fieldsOf, integerIn, requiredIn, runIn, textIn } from '../wire/fields.ts';

const PAGE_LIMIT = 25_000;
/** Points that are held at once, of a history that is streamed. */
const AT_ONCE = 5000;

export async function getHistory(request: HttpRequest): Promise<Answer> {
  const fields = fieldsOf(request.query);
  const metric = { run: runIn(fields), key: requiredIn(fields, 'metric_key') };
  const asked = integerIn(fields, 'max_results');
  const after = afterIn(textIn(fields, 'page_token'));
  if (asked !== undefined && asked <= 0)
    throw invalid(
      `Invalid value ${asked} for parameter 'max_results' supplied. It must be a positive integer.`,
    );
  const target = await targetRun(database(), metric.run);
  if (!target) return json({});
  mustReach(request, target.name);
  return asked === undefined
    ? await whole(metric, after)
    : await page(metric, Math.min(asked, PAGE_LIMIT), after);
}

interface Metric {
  readonly run: string;
  readonly key: string;
}

async function page(metric: Metric, limit: number, after: After | undefined): Promise<Answer> {
  const found = await history(database(), metric, limit + 1, after);
  const points = found.slice(0, limit);
  const last = points.at(-1);
  const next = found.length > limit && last ? { next_page_token: tokenOf(last) } : {};
  return points.length > 0
    ? json({ metrics: points.map((point) => written(metric, point)), ...next })
    : json({});
}

async function whole(metric: Metric, after: After | undefined): Promise<Answer> {
  const first = await history(database(), metric, AT_ONCE, after);
  if (first.length < AT_ONCE)
    return first.length > 0 ? json({ metrics: first.map((point) => written(metric, point)) }) : json({});
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: Readable.from(pieces(metric, first)) };
}

async function* pieces(metric: Metric, first: readonly Logged[]): AsyncGenerator<string> {
  yield '{"metrics":[';
  for (let points = first, before = ''; points.length > 0; before = ',') {
    yield before + points.map((point) => JSON.stringify(written(metric, point))).join(',');
    points = points.length < AT_ONCE ? [] : await history(database(), metric, AT_ONCE, points.at(-1));
  }
  yield ']}';
}

const written = ({ key }: Metric, { value, at, step }: Logged) => ({
  key,
  value: Number.isNaN(value) ? 'NaN' : value,
  timestamp: at,
  step,
});

/** The place behind a point: it stays right while points are added. */
const tokenOf = ({ micros, step, value }: After): string =>
  Buffer.from(JSON.stringify([micros, step, String(value)])).toString('base64');

function afterIn(token: string | undefined): After | undefined {
  if (token === undefined || token === '') return undefined;
  const [micros, step, value] = partsOf(token);
  const isPoint =
    typeof micros === 'string' &&
    /^-?\d{1,18}$/.test(micros) &&
    typeof step === 'number' &&
    Number.isSafeInteger(step) &&
    typeof value === 'string' &&
    (value === 'NaN' || Number.isFinite(Number(value)));
  if (!isPoint) throw badToken();
  return { micros, step, value: Number(value) };
}

const badToken = (): Error => invalid('Invalid page token, could not base64-decode');

function partsOf(token: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Told below.
  }
  throw badToken();
}
