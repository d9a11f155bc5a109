/** Takes a file into the object store, so that an event can refer to it: it streams through, whatever its size. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Upload } from '../../shared/api/changes.ts';
import { HttpError, type HttpRequest } from '../../shared/runtime/http.ts';
import { keyPart } from '../../shared/store/keys.ts';
import { type ObjectStore, uriOf } from '../../shared/store/objects.ts';

const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;

/**
 * @returns where it is: the `dataref` of a batch.received
 * @throws HttpError 411 without a content-length (one PUT to the store needs it), 413 over 2 GiB, 400 when it is empty
 */
export async function upload(
  objects: ObjectStore,
  dataset: string,
  filename: string,
  request: HttpRequest,
  body: Readable,
): Promise<Upload> {
  const bytes = lengthOf(request);
  const key = `${dataset}/uploads/${randomUUID()}/${keyPart(filename)}`;
  await objects.put({ bucket: 'data-raw', key }, body, bytes);
  return { dataref: uriOf({ bucket: 'data-raw', key }), bytes };
}

function lengthOf({ headers }: HttpRequest): number {
  const text = headers['content-length'];
  if (text === undefined) throw new HttpError(411, 'the upload needs a content-length');
  const bytes = Number(text);
  if (bytes > MAX_UPLOAD_BYTES)
    throw new HttpError(
      413,
      `${bytes} bytes, at most ${MAX_UPLOAD_BYTES} are taken: cut the file into batches`,
    );
  if (!(bytes > 0)) throw new HttpError(400, 'the upload is empty');
  return bytes;
}
