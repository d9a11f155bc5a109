/** Files of a run. What somebody has logged never becomes a page of ours: it is told as JSON, or kept as a file. */
import type { ArtifactFolder, ArtifactView } from '../../../../shared/api/artifacts.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../../shared/runtime/http/http.ts';
import { database, objects } from '../../../../shared/runtime/resources.ts';
import type { Address } from '../../../../shared/store/objects.ts';
import { type Place, placeIn } from './place.ts';
import { shownOf } from './shown.ts';

/** Files of a folder that are told. */
const MOST = 1000;

export async function artifacts(request: HttpRequest): Promise<Answer> {
  const { run, path, address } = await placeIn(database(), request);
  const found = address ? await objects().children(address.bucket, `${address.key}/`, MOST) : [];
  const entries = found.slice(0, MOST).map(({ name, bytes }) => ({ name, bytes: bytes ?? null }));
  return json({ run, path, entries, isCut: found.length > MOST } satisfies ArtifactFolder);
}

export async function artifact(request: HttpRequest): Promise<Answer> {
  const place = await placeIn(database(), request);
  const { address, bytes } = await fileAt(place);
  const shown = await shownOf(address, bytes);
  return json({ run: place.run, path: place.path, bytes, shown } satisfies ArtifactView);
}

export async function download(request: HttpRequest): Promise<Answer> {
  const place = await placeIn(database(), request);
  const { address } = await fileAt(place);
  const { body, bytes } = await objects().open(address);
  const name = encodeURIComponent(place.path.split('/').at(-1) ?? '').replaceAll("'", '%27');
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes),
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  };
}

/** @throws HttpError 404 */
async function fileAt({ run, path, address }: Place): Promise<{ address: Address; bytes: number }> {
  const bytes = address && path !== '' ? await objects().size(address) : undefined;
  if (address && bytes !== undefined) return { address, bytes };
  throw new HttpError(404, `run ${run} has no file "${path.slice(0, 100)}"`);
}
