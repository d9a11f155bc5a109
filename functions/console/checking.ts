/** Looks at a file that is not sent yet: nothing of it is stored. */
import { setImmediate } from 'node:timers/promises';
import type { FileCheck, ProductionProfile } from '../../shared/api/check.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { checkFile } from '../../shared/rows/checking/check-file.ts';
import { type Limits, limits } from '../../shared/rows/reading/limits.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { referenceProfile } from '../../shared/tracking/reference-profile.ts';
import { productionVersion } from '../../shared/tracking/versions.ts';
import { knownDataset, partsAfter } from './path.ts';

const MiB = 1024 ** 2;
/** The file is read up to three times, so it is kept here: in a small pod, beside all that others ask of it. */
const FILE_BYTES = 16 * MiB;
const BYTES = 128 * MiB;
const parquet = { ...limits.parquet, file: FILE_BYTES, bytes: BYTES, held: 32 * MiB };
/** Of the memory of this pod, too. */
const thread = { ...limits.thread, heap: 96 };
const HERE: Limits = { ...limits, bytes: BYTES, parquet, thread };
const PIECE = 256 * 1024;

/** Files that may be on their way at the same time: whoever sends slowly takes nobody else's turn. */
const MOST_COMING = 4;

let coming = 0;
let isChecking = false;

/** One at a time, from when all of it is here: each takes a processor for as long as it lasts. */
export async function check(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(request.query.get('dataset'));
  const file = await fileIn(request);
  if (isChecking) throw busy('another file is being checked');
  isChecking = true;
  try {
    return json(await checked(request, dataset, file));
  } finally {
    isChecking = false;
  }
}

const busy = (why: string): HttpError => new HttpError(503, `${why}: try again`, {}, { 'retry-after': '5' });

async function checked(request: HttpRequest, dataset: Dataset, file: Buffer): Promise<FileCheck> {
  const filename = request.query.get('filename') ?? '';
  const named = { filename, mediaType: request.headers['content-type'] ?? '' };
  const { profile } = await productionProfile(dataset.name);
  const found = await checkFile({ open: () => pieces(file), named }, dataset, HERE, profile ?? undefined);
  return { dataset: dataset.name, ...found };
}

async function fileIn(request: HttpRequest): Promise<Buffer> {
  if (coming === MOST_COMING) throw busy('other files are on their way to be checked');
  coming += 1;
  try {
    return await request.body(FILE_BYTES);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 413) throw error;
    throw new HttpError(
      413,
      `a file of at most ${FILE_BYTES} bytes is checked here; npm run ingest -- DATASET FILE --check reads one of any size where it is`,
    );
  } finally {
    coming -= 1;
  }
}

/** Others are answered between two pieces. */
async function* pieces(file: Buffer): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < file.length; at += PIECE) {
    await setImmediate();
    yield file.subarray(at, at + PIECE);
  }
}

/** GET /api/profiles/<dataset>, for whoever reads the file elsewhere. */
export async function profile(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(partsAfter(request, '/api/profiles/', 1)[0]);
  return json(await productionProfile(name));
}

async function productionProfile(dataset: string): Promise<ProductionProfile> {
  const production = await productionVersion(database(), dataset);
  if (!production) return { dataset, version: null, profile: null };
  const { version } = production;
  return { dataset, version, profile: await referenceProfile(objects(), dataset, version) };
}
