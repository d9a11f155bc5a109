/**
 * What can be changed here: batches offered or taken back, dead letters replayed or discarded, a data set trained or reset, a version
 * asked for.
 */
import type { Readable } from 'node:stream';
import type { Reset, TrainingRequest, Upload } from '../../shared/api/changes.ts';
import type { Discarded, Replay } from '../../shared/api/dead-letters.ts';
import { trainingRequested } from '../../shared/events/types.ts';
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { lettersFor } from '../../shared/runtime/dead-letters.ts';
import type { Discarding } from '../../shared/runtime/discard.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { offer } from '../../shared/runtime/offer/offer.ts';
import { lengthOf, store } from '../../shared/runtime/offer/upload.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import type { Sinks } from '../../shared/runtime/sinks.ts';
import { traced, traceOf } from '../../shared/runtime/tracing/request.ts';
import { trainingRunOf } from '../../shared/tracking/runs.ts';
import { type Asking, ask } from './ask.ts';
import { discardAll, discardOne, filterIn } from './discard.ts';
import { authorIn, type Fields, reasonIn } from './fields.ts';
import { knownDataset, partsAfter } from './path.ts';
import { replayAll, replayOne } from './replay.ts';
import { reset } from './reset.ts';
import { requestRetraction } from './retract.ts';
import { requestVersion, wishIn } from './version.ts';

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

const sinks = (): Sinks => ({
  ingest: configuration().INGEST_URL,
  pipeline: configuration().K_SINK,
});

export async function replayEach({ principal }: HttpRequest): Promise<Answer> {
  const replayed = await replayAll(database(), sinks(), lettersFor(principal));
  return json({ replayed } satisfies Replay);
}

export async function replayLetter(request: HttpRequest): Promise<Answer> {
  const id = letterIn(request);
  const replayed = await replayOne(database(), sinks(), id, lettersFor(request.principal));
  if (!replayed) throw noneWaits(id);
  return json({ replayed: [replayed] } satisfies Replay);
}

export async function discardLetter(request: HttpRequest, fields: Fields): Promise<Answer> {
  const id = letterIn(request);
  const discarded = await discardOne(database(), id, discardingIn(fields), lettersFor(request.principal));
  if (!discarded) throw noneWaits(id);
  return json(discarded satisfies Discarded);
}

export async function discardEach({ principal }: HttpRequest, fields: Fields): Promise<Answer> {
  const filter = { ...filterIn(fields), ...lettersFor(principal) };
  const discarded = await discardAll(database(), filter, discardingIn(fields));
  return json(discarded satisfies Discarded);
}

const discardingIn = (fields: Fields): Discarding => ({
  reason: reasonIn(fields, 'to discard'),
  by: authorIn(fields),
});

function letterIn(request: HttpRequest): number {
  const [id = ''] = partsAfter(request, '/api/dead-letters/', 2);
  if (!/^\d{1,9}$/.test(id)) throw new HttpError(404, `there is nothing at ${request.path}`);
  return Number(id);
}

const noneWaits = (id: number): HttpError =>
  new HttpError(404, `no dead letter ${id} waits: it was replayed or discarded, or never was`);

export async function resetDataset(request: HttpRequest, { confirm }: Fields): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  if (confirm !== dataset.name)
    throw new HttpError(422, `to reset ${dataset.name} send {"confirm": "${dataset.name}"}`);
  await reset({ databaseUrl: required('DATABASE_URL'), sql: database(), objects: objects() }, dataset);
  logger().warn({ ...traced(request), dataset: dataset.name }, 'reset');
  return json({ dataset: dataset.name, reset: true } satisfies Reset);
}

export async function trainDataset(request: HttpRequest, fields: Fields): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  const reason = reasonIn(fields, 'a training');
  const { id, subject = '' } = await ask(
    asking(request),
    dataset.name,
    trainingRequested,
    { reason },
    trainingRunOf,
  );
  return json({ dataset: dataset.name, event: id, run: subject } satisfies TrainingRequest, 202);
}

export async function retractBatch(request: HttpRequest, fields: Fields): Promise<Answer> {
  const [name, id = ''] = partsAfter(request, '/api/batches/', 3);
  const wish = { reason: reasonIn(fields, 'to retract'), by: authorIn(fields) };
  const answer = await requestRetraction(asking(request), knownDataset(name).name, id, wish);
  return json(answer, answer.event === null ? 200 : 202);
}

export async function promoteVersion(request: HttpRequest, fields: Fields): Promise<Answer> {
  const [name, text = ''] = partsAfter(request, '/api/models/', 3);
  const dataset = knownDataset(name);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new HttpError(404, `there is nothing at ${request.path}`);
  const wish = wishIn(Number(text), fields);
  const answer = await requestVersion(asking(request), objects(), dataset.name, wish);
  return json(answer, answer.event === null ? 200 : 202);
}

/** @throws HttpError 503 when there is no broker to ask by */
function asking(request: HttpRequest): Asking {
  const { K_SINK: sink } = configuration();
  if (!sink) throw new HttpError(503, 'K_SINK is not set: there is no broker to ask');
  return { sql: database(), sink, log: logger(), trace: traceOf(request) };
}
