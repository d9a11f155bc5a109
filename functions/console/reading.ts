/** What can be read here: a path and a query in, what the tables say out, all of it at one moment. */
import type { BatchAnswer } from '../../shared/api/batches.ts';
import type { Datasets } from '../../shared/api/datasets.ts';
import type { DeadLetters } from '../../shared/api/dead-letters.ts';
import type { DriftChecks } from '../../shared/api/drift.ts';
import type { BatchTrace } from '../../shared/api/trace.ts';
import type { AskedTraining } from '../../shared/api/trainings.ts';
import { lettersFor, waitingLetters } from '../../shared/runtime/dead-letters.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { inOneSnapshot, type Query } from '../../shared/store/database.ts';
import { driftChecks } from '../../shared/tracking/drift-checks.ts';
import { modelCard } from './card.ts';
import { listDatasets } from './datasets.ts';
import { modelsOf } from './models.ts';
import { onWire } from './on-wire.ts';
import { knownDataset, limitOf, partsAfter, textIn } from './path.ts';
import { statusOf } from './status.ts';
import { askedTraining } from './training.ts';

export async function datasetList({ principal }: HttpRequest): Promise<Answer> {
  const list = await inOneSnapshot(database(), (sql) => listDatasets(sql, principal));
  return json(list satisfies Datasets);
}

export async function status(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(request.query.get('dataset'));
  const limit = limitOf(request, 200);
  return json(await inOneSnapshot(database(), (sql) => statusOf(sql, name, limit)));
}

/** @param tail parts of the path after the batch */
export function batch(
  tell: (sql: Query, dataset: string, id: string) => Promise<BatchAnswer | BatchTrace | undefined>,
  tail: readonly string[] = [],
) {
  return async (request: HttpRequest): Promise<Answer> => {
    const [dataset, id = ''] = partsAfter(request, '/api/batches/', 2 + tail.length);
    const { name } = knownDataset(dataset);
    const report = await inOneSnapshot(database(), (sql) => tell(sql, name, id));
    if (!report) throw new HttpError(404, `no batch "${id}" of ${dataset}`);
    return json(report);
  };
}

export async function training(request: HttpRequest): Promise<Answer> {
  const [dataset, run = ''] = partsAfter(request, '/api/trainings/', 2);
  const { name } = knownDataset(dataset);
  const asked = await inOneSnapshot(database(), (sql) => askedTraining(sql, name, run));
  if (!asked) throw new HttpError(404, `nobody has asked for a training ${run} of ${name} lately`);
  return json(asked satisfies AskedTraining);
}

export async function models(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(partsAfter(request, '/api/models/', 1)[0]);
  const limit = limitOf(request, 200);
  return json(await inOneSnapshot(database(), (sql) => modelsOf(sql, name, limit)));
}

export async function card(request: HttpRequest): Promise<Answer> {
  const [dataset, version = '', name = ''] = partsAfter(request, '/models/', 3);
  return await modelCard(objects(), request, { dataset: knownDataset(dataset).name, version, name });
}

export async function drift(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(request.query.get('dataset'));
  const checks = onWire(await driftChecks(database(), name, limitOf(request, 50)));
  return json({ dataset: name, checks } satisfies DriftChecks);
}

/** ?dataset= of any name, as events may name any; empty: those that name none. ?type= */
export async function letters(request: HttpRequest): Promise<Answer> {
  const dataset = textIn(request, 'dataset');
  const type = textIn(request, 'type') ?? undefined;
  const reached = lettersFor(request.principal);
  const filter = { dataset: dataset === null ? undefined : dataset || null, type, ...reached };
  return json({ deadLetters: onWire(await waitingLetters(database(), filter)) } satisfies DeadLetters);
}
