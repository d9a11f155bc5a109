/** What runs log: metrics, params and tags, one or many at once. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import type { Batch, Entry } from '../../../shared/tracking/mlflow/batch.ts';
import type { Logged } from '../../../shared/tracking/mlflow/logging.ts';
import { hiddenFrom } from '../reach.ts';
import { invalid } from '../refused.ts';
import { eachIn, lastOfEach, paramIn, pointIn, tagIn } from '../wire/entries.ts';
import { type Fields, listIn, runIn } from '../wire/fields.ts';
import { logged } from './gathered.ts';
import { mustBeRunId, mustTake, refusePipeline } from './target.ts';

type Given = Partial<Pick<Batch, 'points' | 'params' | 'tags'>>;

async function log(
  request: HttpRequest,
  run: string,
  { points = [], params = [], tags = [] }: Given,
): Promise<Logged> {
  const found = await logged({ run, hidden: hiddenFrom(request), points, params, tags });
  const target = mustTake(request, run, found);
  if (points.length + params.length > 0) refusePipeline(run, target, 'Tags can be set.');
  const [model] = target.unknown ?? [];
  if (model !== undefined) throw invalid(`Logged model with ID '${model}' not found.`);
  return target;
}

export async function metric(request: HttpRequest, body: Fields): Promise<Answer> {
  await log(request, runIn(body), { points: [pointIn(body)] });
  return json({});
}

export async function param(request: HttpRequest, body: Fields): Promise<Answer> {
  const run = runIn(body);
  const given = paramIn(body);
  const { clashes } = await log(request, run, { params: [given] });
  const [clash] = clashes ?? [];
  if (clash)
    throw invalid(
      `Changing param values is not allowed. Param with key='${clash.key}' was already logged with value='${clash.value}' for run ID='${run}'. Attempted logging new value '${given.value}'.`,
    );
  return json({});
}

export async function tag(request: HttpRequest, body: Fields): Promise<Answer> {
  await log(request, runIn(body), { tags: [tagIn(body)] });
  return json({});
}

export async function batch(request: HttpRequest, body: Fields): Promise<Answer> {
  const run = runIn(body);
  mustBeRunId(run);
  const given = batchIn(body);
  const { clashes } = await log(request, run, given);
  if (clashes)
    throw invalid(
      `Changing param values is not allowed. Params were already logged='[${clashes.map((clash) => shown(clash, given.params)).join(', ')}]' for run ID='${run}'.`,
    );
  return json({});
}

const shown = ({ key, value }: Entry, params: readonly Entry[] = []): string => {
  const wanted = params.find((param) => param.key === key)?.value;
  return `{'key': '${key}', 'old_value': '${value}', 'new_value': '${wanted}'}`;
};

function batchIn(body: Fields): Given {
  const points = eachIn(body, 'metrics', pointIn);
  const params = eachIn(body, 'params', paramIn);
  const tags = eachIn(body, 'tags', tagIn);
  refuseMany(body);
  refuseTwice(params);
  return { points, params, tags: lastOfEach(tags) };
}

/** @throws HttpError 400 */
export function mustBeWithin(limit: number, count: number, what: string): void {
  if (count <= limit) return;
  throw invalid(
    `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
  );
}

function refuseMany(body: Fields): void {
  const [metrics = 0, params = 0, tags = 0] = ['metrics', 'params', 'tags'].map(
    (name) => listIn(body, name).length,
  );
  mustBeWithin(1000, metrics, 'metrics');
  mustBeWithin(100, params, 'params');
  mustBeWithin(100, tags, 'tags');
  mustBeWithin(1000, metrics + params + tags, 'metrics, params, and tags');
}

function refuseTwice(params: readonly Entry[]): void {
  const keys = params.map(({ key }) => key);
  const twice = keys.filter((key, index) => keys.indexOf(key) < index);
  if (twice.length === 0) return;
  throw invalid(
    `Duplicate parameter keys have been submitted: [${twice.map((key) => `'${key}'`).join(', ')}]. Please ensure the request contains only one param value per param key.`,
  );
}
