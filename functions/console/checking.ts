/** Looks at a file that is not sent yet: nothing of it is stored. */
import type { FileCheck, ProductionProfile } from '../../shared/api/check.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { checkFile } from '../../shared/rows/checking/check-file.ts';
import { type Answer, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { logger } from '../../shared/runtime/log.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { NoSuchObject } from '../../shared/store/objects.ts';
import { referenceProfile } from '../../shared/tracking/reference-profile.ts';
import { productionVersion } from '../../shared/tracking/versions.ts';
import { knownDataset, partsAfter } from './path.ts';
import { HERE, pieces, smallFile, takeTurn } from './small-file.ts';

/** What of it is asked for where it is too large to be sent. */
const ELSEWHERE = 'npm run ingest -- DATASET FILE --check reads one of any size where it is';

export async function check(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(request.query.get('dataset'));
  const file = await smallFile(request, ELSEWHERE);
  const done = takeTurn();
  try {
    return json(await checked(request, dataset, file));
  } finally {
    done();
  }
}

async function checked(request: HttpRequest, dataset: Dataset, file: Buffer): Promise<FileCheck> {
  const filename = request.query.get('filename') ?? '';
  const named = { filename, mediaType: request.headers['content-type'] ?? '' };
  const { profile } = await productionProfile(dataset.name);
  const found = await checkFile({ open: () => pieces(file), named }, dataset, HERE, profile ?? undefined);
  return { dataset: dataset.name, ...found };
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
  try {
    return { dataset, version, profile: await referenceProfile(objects(), dataset, version) };
  } catch (error) {
    if (!(error instanceof NoSuchObject)) throw error;
    // Whoever looks at a file is told all but the drift: what the version has lost is told where it is served.
    logger().warn({ dataset, version }, 'the profile of the version in production is missing');
    return { dataset, version, profile: null };
  }
}
