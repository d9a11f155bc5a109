/** Past predictions: readers see all, others their own. */
import type { OnePrediction, Prediction, Predictions } from '../../../shared/api/predicting.ts';
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { requestColumns } from '../../../shared/datasets/schema.ts';
import { may } from '../../../shared/runtime/access/admit.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import {
  LOOKED_THROUGH,
  type LoggedPrediction,
  pageOfPredictions,
  predictionNamed,
} from '../../../shared/tracking/inference-log.ts';
import { knownDataset, limitOf, partsAfter } from '../path.ts';
import { momentOf, oneOf, textOf, wholeOf } from '../query.ts';
import { inTime } from '../viewing.ts';

const MILLISECONDS = 5000;
const OWN = ['dataset', 'version', 'from', 'to', 'told', 'before', 'limit'];

export async function predictions(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(request.query.get('dataset'));
  const limit = limitOf(request, 50);
  const told = oneOf(request, 'told', ['true', 'false']);
  const filter = {
    principal: onlyOf(request),
    version: wholeOf(request, 'version'),
    from: momentOf(request, 'from'),
    to: momentOf(request, 'to'),
    told: told === undefined ? undefined : told === 'true',
    filters: filtersIn(request, dataset),
    before: textOf(request, 'before'),
    limit,
  };
  const rows = await inTime(MILLISECONDS, (sql) => pageOfPredictions(sql, dataset.name, filter));
  const isFiltered = filter.version !== undefined || told !== undefined || filter.filters.length > 0;
  return json({
    dataset: dataset.name,
    predictions: rows.map(shownAs),
    next: rows.length < limit ? null : (rows.at(-1)?.request_id ?? null),
    lookedThrough: isFiltered ? LOOKED_THROUGH : null,
  } satisfies Predictions);
}

export async function onePrediction(request: HttpRequest): Promise<Answer> {
  const [name, id = ''] = partsAfter(request, '/api/predictions/', 2);
  const { name: dataset } = knownDataset(name);
  const row = await predictionNamed(database(), dataset, id, onlyOf(request));
  if (!row) throw new HttpError(404, `no prediction "${id}" of ${dataset}`);
  return json({ dataset, ...shownAs(row) } satisfies OnePrediction);
}

/** undefined: of anybody. */
const onlyOf = ({ principal }: HttpRequest): string | undefined =>
  may(principal, 'view') ? undefined : principal.subject;

/** @throws HttpError 422 for a column that there is not */
function filtersIn(request: HttpRequest, dataset: Dataset): (readonly [string, string])[] {
  const columns = requestColumns(dataset).map(([name]) => name);
  const names = [...new Set(request.query.keys())].filter((name) => !OWN.includes(name));
  return names.map((name) => {
    if (!columns.includes(name))
      throw new HttpError(
        422,
        `no such filter as ${name.slice(0, 100)}: there are ${[...OWN, ...columns].join(', ')}`,
      );
    return [name, textOf(request, name) ?? ''] as const;
  });
}

const shownAs = (row: LoggedPrediction): Prediction => ({
  id: row.request_id,
  at: row.at.toISOString(),
  version: row.model_version,
  milliseconds: row.milliseconds,
  input: row.input,
  output: row.output,
  actual: row.actual ?? null,
  actualAt: row.actual_at?.toISOString() ?? null,
});
