/** GET /api/models/<dataset>/<version>: where a version comes from, how it stands, and where it went. */
import type { VersionReport } from '../../../shared/api/versions.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import type { RunningRevision } from '../../../shared/runtime/knative/running.ts';
import { database, objects } from '../../../shared/runtime/resources.ts';
import { inOneSnapshot, type Query } from '../../../shared/store/database.ts';
import { FILES, modelAddress } from '../../../shared/tracking/artifact.ts';
import { historyOfVersion } from '../../../shared/tracking/history.ts';
import { answersOfVersion } from '../../../shared/tracking/inference-log.ts';
import { learnedRows } from '../../../shared/tracking/learned.ts';
import { listVersions } from '../../../shared/tracking/registry.ts';
import { batchOfRun } from '../../../shared/tracking/runs.ts';
import { trainingNamed } from '../../../shared/tracking/trainings.ts';
import { workspaceOf } from '../../../shared/tracking/workspace.ts';
import { onWire } from '../on-wire.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { runningNow } from '../pipeline/functions.ts';

/** @throws HttpError 404 */
export async function version(request: HttpRequest): Promise<Answer> {
  const [name, text = ''] = partsAfter(request, '/api/models/', 2);
  const { name: dataset } = knownDataset(name);
  const number = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
  const told = number && (await inOneSnapshot(database(), (sql) => fromTables(sql, dataset, number)));
  if (!told) throw new HttpError(404, `there is no version "${text.slice(0, 100)}" of ${dataset}`);
  const { version: of, runId } = told;
  const [snapshotBytes, card, revisions] = await Promise.all([
    runId === null ? null : sizeOfSnapshot(dataset, runId),
    hasCard(dataset, of),
    revisionsOf(dataset, of),
  ]);
  return json({ ...told, snapshotBytes, card, revisions } satisfies VersionReport);
}

type OfTables = Omit<VersionReport, 'snapshotBytes' | 'card' | 'revisions'>;

async function fromTables(sql: Query, dataset: string, number: number): Promise<OfTables | undefined> {
  const line = (await listVersions(sql, dataset)).find((one) => one.version === number);
  if (!line) return undefined;
  const run = line.runId ?? '';
  const [learned, batch, training, answers, history] = await Promise.all([
    learnedRows(sql, run),
    batchOfRun(sql, dataset, run),
    trainingNamed(sql, dataset, run),
    answersOfVersion(sql, dataset, number),
    historyOfVersion(sql, dataset, number),
  ]);
  return onWire({ dataset, ...line, learned, batch, training, answers, history });
}

/** From the list: the console may not read what a training keeps. */
async function sizeOfSnapshot(dataset: string, run: string): Promise<number | null> {
  const { bucket, key } = workspaceOf(objects(), dataset, run).address(SNAPSHOT);
  const files = await objects().children(bucket, key.slice(0, -SNAPSHOT.length), MOST_FILES);
  return files.find(({ name }) => name === SNAPSHOT)?.bytes ?? null;
}

const SNAPSHOT = 'snapshot.parquet';
/** Of a training: a few for each of its trials. */
const MOST_FILES = 2000;

const hasCard = async (dataset: string, number: number): Promise<boolean> =>
  (await objects().size(modelAddress(dataset, number, FILES.card))) !== undefined;

async function revisionsOf(dataset: string, number: number): Promise<RunningRevision[] | null> {
  const running = await runningNow();
  if (!running) return null;
  return running
    .filter((one) => one.dataset === dataset)
    .flatMap(({ revisions }) => revisions.filter((one) => one.version === number));
}
