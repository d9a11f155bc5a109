/** console: the JSON API behind the command line and the web console. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { traced, traceOf } from '../../shared/runtime/tracing/request.ts';
import { batchReport } from './batch.ts';
import { modelCard } from './card.ts';
import { listDatasets } from './datasets.ts';
import { deadLetters } from './dead-letters.ts';
import { driftChecks } from './drift.ts';
import { guarded, jsonBody } from './guard.ts';
import { listVersions, modelHistory } from './models.ts';
import { page } from './page.ts';
import { passOn } from './pass-on.ts';
import { knownDataset, limitOf, partsAfter } from './path.ts';
import { type ReplaySinks, replayAll, replayOne } from './replay.ts';
import { reset } from './reset.ts';
import { statusOf } from './status.ts';
import { batchTrace } from './trace.ts';
import { requestTraining } from './train.ts';
import { upload } from './upload.ts';

const sinks = (): ReplaySinks => ({
  ingest: configuration().INGEST_URL,
  pipeline: configuration().K_SINK,
});

serveRoutes('console', {
  'GET /': page,
  'GET /api/datasets': async () => json({ datasets: await listDatasets(database()) }),
  'GET /api/status': async (request) => {
    const { name } = knownDataset(request.query.get('dataset'));
    return json(await statusOf(database(), name, limitOf(request, 200)));
  },
  'GET /api/batches/*': async (request) => {
    const tail = request.path.endsWith('/trace') ? ['trace'] : [];
    const [dataset, id = ''] = partsAfter(request, '/api/batches/', 2 + tail.length);
    const tell = tail.length > 0 ? batchTrace : batchReport;
    const report = await tell(database(), knownDataset(dataset).name, id);
    if (!report) throw new HttpError(404, `no batch "${id}" of ${dataset}`);
    return json(report);
  },
  'GET /api/models/*': async (request) => {
    const { name } = knownDataset(partsAfter(request, '/api/models/', 1)[0]);
    const [versions, history] = await Promise.all([
      listVersions(database(), name),
      modelHistory(database(), name, limitOf(request, 200)),
    ]);
    return json({ dataset: name, versions, history });
  },
  'GET /models/*': async (request) => {
    const [dataset, version = '', name = ''] = partsAfter(request, '/models/', 3);
    return await modelCard(objects(), request, { dataset: knownDataset(dataset).name, version, name });
  },
  'GET /api/drift': async (request) => {
    const { name } = knownDataset(request.query.get('dataset'));
    return json({
      dataset: name,
      checks: await driftChecks(database(), name, limitOf(request, 50)),
    });
  },
  'GET /api/dead-letters': async (request) => {
    const dataset = request.query.get('dataset');
    const filter = dataset ? { dataset: knownDataset(dataset).name } : {};
    return json({ deadLetters: await deadLetters(database(), filter) });
  },

  'POST /ingest': guarded((request) => passOn(request, configuration().INGEST_URL)),
  'PUT /api/uploads/*': guarded(async (request) => {
    const [dataset, filename = ''] = partsAfter(request, '/api/uploads/', 2);
    return json(await upload(objects(), knownDataset(dataset).name, filename, request), 201);
  }),
  'POST /api/dead-letters/replay': guarded(async (request) => {
    await jsonBody(request);
    return json({ replayed: await replayAll(database(), sinks()) });
  }),
  'POST /api/dead-letters/*': guarded(async (request) => {
    const [id = '', call] = partsAfter(request, '/api/dead-letters/', 2);
    if (call !== 'replay' || !/^\d{1,9}$/.test(id))
      throw new HttpError(404, `there is nothing at ${request.path}`);
    await jsonBody(request);
    const replayed = await replayOne(database(), sinks(), Number(id));
    if (!replayed) throw new HttpError(404, `no dead letter ${id} waits: it was replayed, or never was`);
    return json({ replayed: [replayed] });
  }),
  'POST /api/datasets/*': guarded(async (request) => {
    const [name, call] = partsAfter(request, '/api/datasets/', 2);
    const dataset = knownDataset(name);
    if (call === 'reset') return await resetDataset(request, dataset);
    if (call === 'train') return await trainDataset(request, dataset);
    throw new HttpError(404, `there is nothing at ${request.path}`);
  }),
});

async function resetDataset(request: HttpRequest, dataset: Dataset): Promise<Answer> {
  const { confirm } = await jsonBody(request);
  if (confirm !== dataset.name)
    throw new HttpError(422, `to reset ${dataset.name} send {"confirm": "${dataset.name}"}`);
  await reset(database(), objects(), dataset);
  logger().warn({ ...traced(request), dataset: dataset.name }, 'reset');
  return json({ dataset: dataset.name, reset: true });
}

async function trainDataset(request: HttpRequest, dataset: Dataset): Promise<Answer> {
  const { reason } = await jsonBody(request);
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
