/** What can be read here: a path and a query in, what the tables say out. */
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import type { Query } from '../../shared/store/database.ts';
import { modelCard } from './card.ts';
import { listDatasets } from './datasets.ts';
import { deadLetters } from './dead-letters.ts';
import { driftChecks } from './drift.ts';
import { listVersions, modelHistory } from './models.ts';
import { knownDataset, limitOf, partsAfter } from './path.ts';
import { statusOf } from './status.ts';

export async function datasetList(): Promise<Answer> {
  return json({ datasets: await listDatasets(database()) });
}

export async function status(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(request.query.get('dataset'));
  return json(await statusOf(database(), name, limitOf(request, 200)));
}

/** @param tail parts of the path after the batch */
export function batch(
  tell: (sql: Query, dataset: string, id: string) => Promise<object | undefined>,
  tail: readonly string[] = [],
) {
  return async (request: HttpRequest): Promise<Answer> => {
    const [dataset, id = ''] = partsAfter(request, '/api/batches/', 2 + tail.length);
    const report = await tell(database(), knownDataset(dataset).name, id);
    if (!report) throw new HttpError(404, `no batch "${id}" of ${dataset}`);
    return json(report);
  };
}

export async function models(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(partsAfter(request, '/api/models/', 1)[0]);
  const [versions, history] = await Promise.all([
    listVersions(database(), name),
    modelHistory(database(), name, limitOf(request, 200)),
  ]);
  return json({ dataset: name, versions, history });
}

export async function card(request: HttpRequest): Promise<Answer> {
  const [dataset, version = '', name = ''] = partsAfter(request, '/models/', 3);
  return await modelCard(objects(), request, { dataset: knownDataset(dataset).name, version, name });
}

export async function drift(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(request.query.get('dataset'));
  return json({
    dataset: name,
    checks: await driftChecks(database(), name, limitOf(request, 50)),
  });
}

export async function letters(request: HttpRequest): Promise<Answer> {
  const dataset = request.query.get('dataset');
  const filter = dataset ? { dataset: knownDataset(dataset).name } : {};
  return json({ deadLetters: await deadLetters(database(), filter) });
}
