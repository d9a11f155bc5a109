/** What can be changed here: batches offered, dead letters replayed, a data set trained or reset. */
import type { Readable } from 'node:stream';
import { configuration } from '../../shared/runtime/configuration.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { traced, traceOf } from '../../shared/runtime/tracing/request.ts';
import { passOn } from './pass-on.ts';
import { knownDataset, partsAfter } from './path.ts';
import { type ReplaySinks, replayAll, replayOne } from './replay.ts';
import { reset } from './reset.ts';
import { requestTraining } from './train.ts';
import { upload } from './upload.ts';

type Fields = Readonly<Record<string, unknown>>;

export async function offer(request: HttpRequest, body: Buffer): Promise<Answer> {
  return await passOn(request, body, configuration().INGEST_URL);
}

export async function takeUpload(request: HttpRequest, body: Readable): Promise<Answer> {
  const [dataset, filename = ''] = partsAfter(request, '/api/uploads/', 2);
  return json(await upload(objects(), knownDataset(dataset).name, filename, request, body), 201);
}

const sinks = (): ReplaySinks => ({
  ingest: configuration().INGEST_URL,
  pipeline: configuration().K_SINK,
});

export async function replayEach(): Promise<Answer> {
  return json({ replayed: await replayAll(database(), sinks()) });
}

export async function replayLetter(request: HttpRequest): Promise<Answer> {
  const [id = ''] = partsAfter(request, '/api/dead-letters/', 2);
  if (!/^\d{1,9}$/.test(id)) throw new HttpError(404, `there is nothing at ${request.path}`);
  const replayed = await replayOne(database(), sinks(), Number(id));
  if (!replayed) throw new HttpError(404, `no dead letter ${id} waits: it was replayed, or never was`);
  return json({ replayed: [replayed] });
}

export async function resetDataset(request: HttpRequest, { confirm }: Fields): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  if (confirm !== dataset.name)
    throw new HttpError(422, `to reset ${dataset.name} send {"confirm": "${dataset.name}"}`);
  await reset(database(), objects(), dataset);
  logger().warn({ ...traced(request), dataset: dataset.name }, 'reset');
  return json({ dataset: dataset.name, reset: true });
}

export async function trainDataset(request: HttpRequest, { reason }: Fields): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 1000)
    throw new HttpError(422, 'a training needs a reason: {"reason": "..."}, at most 1000 characters');
  const { K_SINK: sink } = configuration();
  if (!sink) throw new HttpError(503, 'K_SINK is not set: there is no broker to ask for a training');
  const event = await requestTraining(
    { sql: database(), sink, log: logger() },
    { dataset: dataset.name, reason: reason.trim(), trace: traceOf(request) },
  );
  return json({ dataset: dataset.name, event }, 202);
}
