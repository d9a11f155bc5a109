/** Takes a file into the object store, so that an event can refer to it: it streams through, whatever its size. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { keyPart } from '../../store/keys.ts';
import { type ObjectStore, uriOf } from '../../store/objects.ts';
import { HttpError, type HttpRequest } from '../http/http.ts';

const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;

/** @returns where it is: the `dataref` of a batch.received */
export async function store(
  objects: ObjectStore,
  dataset: string,
  filename: string,
  body: Readable,
  bytes: number,
): Promise<string> {
  const address = {
    bucket: 'data-raw',
    key: `${dataset}/uploads/${randomUUID()}/${keyPart(filename)}`,
  } as const;
  await objects.put(address, body, bytes);
  return uriOf(address);
}

/**
 * Bytes of an upload.
 * @throws HttpError 411 without a content-length (one PUT to the store needs it), 413 over 2 GiB, 400 when it is empty
 */
export function lengthOf({ headers }: HttpRequest): number {
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
