/** Artifacts up and down: streams between the client and the object store, each as fast as the other takes it. */
import type { Readable } from 'node:stream';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database, objects } from '../../../shared/runtime/resources.ts';
import { type Address, NoSuchObject, type Opened, TooLarge } from '../../../shared/store/objects.ts';
import { absent, invalid, refusal } from '../refused.ts';
import { partsOfPath } from './path.ts';
import { placeOf } from './place.ts';
import { asksForPart, partIn } from './range.ts';

/** Whoever logs below its run or its model: the experiment, its folder, and `artifacts`. */
const DEEPEST_ROOT = 3;

export async function putArtifact(request: HttpRequest, body: Readable): Promise<Answer> {
  const parts = partsOfPath(request);
  const address = await ownPlace(request, parts);
  if (parts.length <= DEEPEST_ROOT)
    throw invalid(
      `Invalid path: '${parts.join('/')}' is a folder, expected <experiment id>/<run id>/artifacts/<file>`,
    );
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity')
    throw new HttpError(
      415,
      `content-encoding is "${coding.slice(0, 50)}": a file is kept as it comes, send it plain`,
    );
  await store(address, body, lengthOf(request));
  return json({});
}

/** @throws HttpError 400 when the client has hung up, or sends more than is taken */
async function store(address: Address, body: Readable, bytes: number | undefined): Promise<void> {
  try {
    await objects().put(address, body, bytes);
  } catch (error) {
    if (error instanceof TooLarge) throw invalid(error.message);
    if (body.errored) throw new HttpError(400, 'the request ended before its body did');
    throw error;
  }
}

/** undefined where it is sent in chunks. */
function lengthOf({ headers }: HttpRequest): number | undefined {
  const text = headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** A file, or a folder with all that is in it; none is as good. */
export async function removeArtifact(request: HttpRequest): Promise<Answer> {
  const parts = partsOfPath(request);
  const { bucket, key } = await ownPlace(request, parts);
  if (parts.length < DEEPEST_ROOT)
    throw invalid(`Invalid path: '${parts.join('/')}' holds more than the artifacts of one run`);
  await objects().remove({ bucket, key });
  await objects().removeAll(bucket, `${key}/`);
  return json({});
}

/** @throws HttpError 403 for what the pipeline has made: it is read, not written */
async function ownPlace(request: HttpRequest, parts: readonly string[]): Promise<Address> {
  const place = await placeOf(database(), request, parts);
  if (place.kind === 'kept') return place.address;
  throw refusal(
    'PERMISSION_DENIED',
    `'${parts.join('/')}' is of what the pipeline has made: it is read, not written`,
  );
}

export async function getArtifact(request: HttpRequest): Promise<Answer> {
  const parts = partsOfPath(request);
  const path = parts.join('/');
  const place = await placeOf(database(), request, parts);
  if (place.kind === 'training') throw aFolder(path);
  if (place.kind === 'nothing') throw nothingAt(path);
  try {
    return await fileAt(request, place.address, parts.at(-1) ?? '');
  } catch (error) {
    if (!(error instanceof NoSuchObject)) throw error;
    const { bucket, key } = place.address;
    throw (await objects().children(bucket, `${key}/`, 1)).length > 0 ? aFolder(path) : nothingAt(path);
  }
}

const nothingAt = (path: string): HttpError => absent(`No such artifact: '${path}'`);
const aFolder = (path: string): HttpError =>
  invalid(`Artifact path refers to a directory, not a file: '${path}'`);

async function fileAt(request: HttpRequest, address: Address, name: string): Promise<Answer> {
  if (!asksForPart(request)) return answerWith(200, name, await objects().open(address));
  const bytes = await objects().size(address);
  if (bytes === undefined) throw new NoSuchObject(address);
  const part = partIn(request, bytes);
  const range = { 'content-range': `bytes ${part.start}-${part.end}/${bytes}` };
  return answerWith(206, name, await objects().open(address, part), range);
}

/** Never as a page: whatever somebody has logged, a browser keeps it in a file. */
const answerWith = (
  status: number,
  name: string,
  { body, bytes }: Opened,
  more: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    ...more,
  },
  body,
});
