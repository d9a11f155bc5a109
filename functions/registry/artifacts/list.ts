/** What is in a folder of artifacts: one level, by paths relative to it. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database, objects } from '../../../shared/runtime/resources.ts';
import type { Child, ObjectStore } from '../../../shared/store/objects.ts';
import { invalid } from '../refused.ts';
import { partsOfQuery } from './path.ts';
import { type Place, placeOf } from './place.ts';

/** MLflow's clients ask for all of a folder at once. */
const MOST = 20_000;

type Listing = Pick<ObjectStore, 'children' | 'size'>;

export async function listArtifacts(request: HttpRequest): Promise<Answer> {
  const parts = partsOfQuery(request);
  const found = await childrenOf(objects(), await placeOf(database(), request, parts));
  if (found.length > MOST)
    throw invalid(`there are more than ${MOST} files in '${parts.join('/')}': list a folder below it`);
  return json(found.length === 0 ? {} : { files: found.map(told) });
}

/** The size of an empty file is left out, as MLflow does. */
const told = ({ name, bytes }: Child) => ({
  path: name,
  is_dir: bytes === undefined,
  ...(bytes ? { file_size: bytes } : {}),
});

async function childrenOf(store: Listing, place: Place): Promise<Child[]> {
  if (place.kind === 'nothing') return [];
  if (place.kind === 'training') return await ofTraining(store, place);
  return await store.children(place.address.bucket, `${place.address.key}/`, MOST);
}

async function ofTraining(
  store: Listing,
  { model, snapshot }: Extract<Place, { kind: 'training' }>,
): Promise<Child[]> {
  const bytes = await store.size(snapshot);
  return [
    ...(model ? [{ name: 'model' }] : []),
    ...(bytes === undefined ? [] : [{ name: 'snapshot.parquet', bytes }]),
  ];
}
