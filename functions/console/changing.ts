/** What can be changed of data and models: batches offered or taken back, a data set trained or reset, a version asked for. */
import type { Readable } from 'node:stream';
import type { Reset, TrainingRequest, Upload, VersionRequest } from '../../shared/api/changes.ts';
import { trainingRequested } from '../../shared/events/types.ts';
import { ask } from '../../shared/runtime/asking/ask.ts';
import { requestVersion } from '../../shared/runtime/asking/version.ts';
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { offer } from '../../shared/runtime/offer/offer.ts';
import { lengthOf, store } from '../../shared/runtime/offer/upload.ts';
import { objects } from '../../shared/runtime/resources.ts';
import { traced } from '../../shared/runtime/tracing/request.ts';
import { trainingRunOf } from '../../shared/tracking/runs.ts';
import { authorIn, type Fields, reasonIn } from './fields.ts';
import { asking, changing } from './of-request.ts';
import { knownDataset, partsAfter } from './path.ts';
import { reset } from './reset.ts';
import { requestRetraction } from './retract.ts';
import { wishIn } from './version.ts';

/** As `entrance` does it: who uploads a file here can offer it here, too. */
export async function offerBatch(request: HttpRequest): Promise<Answer> {
  return await offer(request, { broker: configuration().INGEST_URL, objects });
}

export async function takeUpload(request: HttpRequest, body: Readable): Promise<Answer> {
  const [dataset, filename = ''] = partsAfter(request, '/api/uploads/', 2);
  const { name } = knownDataset(dataset);
  const bytes = lengthOf(request);
  const dataref = await store(objects(), name, filename, body, bytes);
  return json({ dataref, bytes } satisfies Upload, 201);
}

export async function resetDataset(request: HttpRequest, fields: Fields): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  const { name } = dataset;
  if (fields.confirm !== name)
    throw new HttpError(422, `to reset ${name} send {"confirm": "${name}", "reason": "..."}`);
  const reason = reasonIn(fields, 'to reset');
  const resources = { databaseUrl: required('DATABASE_URL'), objects: objects() };
  await reset({ ...changing(request), ...resources, reason }, dataset);
  logger().warn({ ...traced(request), dataset: name, by: request.principal.subject, reason }, 'reset');
  return json({ dataset: name, reset: true } satisfies Reset);
}

export async function trainDataset(request: HttpRequest, fields: Fields): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]).name;
  const reason = reasonIn(fields, 'a training');
  const { id, subject = '' } = await ask(asking(request), {
    action: 'training.requested',
    dataset,
    reason,
    type: trainingRequested,
    data: { reason },
    about: trainingRunOf,
  });
  return json({ dataset, event: id, run: subject } satisfies TrainingRequest, 202);
}

export async function retractBatch(request: HttpRequest, fields: Fields): Promise<Answer> {
  const [name, id = ''] = partsAfter(request, '/api/batches/', 3);
  const wish = { reason: reasonIn(fields, 'to retract'), by: authorIn(fields, request.principal) };
  const answer = await requestRetraction(asking(request), knownDataset(name).name, id, wish);
  return json(answer, answer.event === null ? 200 : 202);
}

export async function promoteVersion(request: HttpRequest, fields: Fields): Promise<Answer> {
  const [name, text = ''] = partsAfter(request, '/api/models/', 3);
  const dataset = knownDataset(name);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new HttpError(404, `there is nothing at ${request.path}`);
  const wish = wishIn(Number(text), fields, request.principal);
  const event = await requestVersion(asking(request), objects(), dataset.name, wish);
  const answer: VersionRequest = { dataset: dataset.name, version: wish.version, event };
  return json(answer, event === null ? 200 : 202);
}
