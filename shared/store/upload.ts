/**
 * Streams into the object store in constant memory, whatever their length: in one PUT where that is known, else in parts
 * that are one object when the last has come. What breaks off leaves nothing: a PUT is an object when it is whole, and
 * parts of an upload that is given up are removed.
 *
 * The `minio` client holds a stream in memory, all of it up to its part size, so the requests are made here; it signs
 * them.
 */
import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Address } from './objects.ts';
import type { Connected } from './s3-client.ts';

/** Of S3: what one PUT may hold. */
const ONE_PUT = 5 * 1024 ** 3;
/** One is held in memory. S3 takes 10,000 parts of 5 MiB and more: 78 GiB in all. */
export const PART_BYTES = 8 * 1024 ** 2;
const PARTS = 10_000;
/** A signature is for the beginning of its request. */
const SIGNED_SECONDS = 900;

export interface Uploading {
  readonly connected: Connected;
  readonly agent: () => Agent;
}

/** The object would be larger than the store takes. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * The source is not destroyed: who sends it can be told what became of it.
 * @param bytes undefined where that is not known; @throws when there come more, or fewer
 */
export async function upload(
  uploading: Uploading,
  address: Address,
  source: Readable,
  bytes: number | undefined,
): Promise<void> {
  if (bytes === undefined || bytes > ONE_PUT)
    await inParts(await uploading.connected(), address, source, bytes);
  else await inOne(uploading, address, source, bytes);
}

type Client = Awaited<ReturnType<Connected>>;

async function inOne(
  { connected, agent }: Uploading,
  { bucket, key }: Address,
  source: Readable,
  bytes: number,
): Promise<void> {
  const url = await (await connected()).presignedPutObject(bucket, key, SIGNED_SECONDS);
  const send = url.startsWith('https:') ? secureRequest : request;
  const put = send(url, { method: 'PUT', agent: agent(), headers: { 'content-length': bytes } });
  const answered = answerTo(put);
  const sent = pipeline(exactly(source, bytes), put);
  // A store that refuses says so before all is sent, and hangs up; what went wrong in sending says more than that.
  const answer = await Promise.race([
    answered.catch(() => sent.then(() => answered)),
    sent.then(() => answered),
  ]);
  const said = await text(answer);
  if (answer.statusCode === 200) return await sent;
  put.destroy();
  await sent.catch(() => {});
  throw new Error(
    `the object store answered ${answer.statusCode} to PUT ${bucket}/${key}: ${messageIn(said)}`,
  );
}

const answerTo = (put: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    put.once('response', resolve).once('error', reject);
  });

const messageIn = (xml: string): string => /<Message>([^<]*)/.exec(xml)?.[1] ?? xml.slice(0, 200);

/** @throws before more than `bytes` are given, and at the end of fewer */
async function* exactly(source: Readable, bytes: number): AsyncGenerator<Buffer> {
  let come = 0;
  for await (const chunk of piecesOf(source)) {
    come += chunk.length;
    if (come > bytes) break;
    yield chunk;
  }
  if (come !== bytes) throw new Error(`${come} bytes came of ${bytes}`);
}

/** The source is left where it is when nobody reads on. */
async function* piecesOf(source: Readable): AsyncGenerator<Buffer> {
  for await (const piece of source.iterator({ destroyOnReturn: false }))
    yield typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer);
}

async function inParts(
  client: Client,
  { bucket, key }: Address,
  source: Readable,
  bytes: number | undefined,
): Promise<void> {
  const parts = partsOf(bytes === undefined ? piecesOf(source) : exactly(source, bytes));
  const { value: first, done } = await parts.next();
  if (done || first.length < PART_BYTES) {
    // All of it: an empty file comes without a length, too.
    await client.putObject(bucket, key, first ?? Buffer.alloc(0));
    return;
  }
  const uploadID = await client.initiateNewMultipartUpload(bucket, key, {});
  try {
    const etags = await putParts(client, { bucketName: bucket, objectName: key, uploadID }, first, parts);
    await client.completeMultipartUpload(bucket, key, uploadID, etags);
  } catch (error) {
    await client.abortMultipartUpload(bucket, key, uploadID);
    throw error;
  }
}

async function putParts(
  client: Client,
  of: { readonly bucketName: string; readonly objectName: string; readonly uploadID: string },
  first: Buffer,
  rest: AsyncIterable<Buffer>,
): Promise<{ part: number; etag: string }[]> {
  const put = (partNumber: number, part: Buffer) =>
    client.uploadPart({ ...of, partNumber, headers: {} }, part);
  const etags = [await put(1, first)];
  for await (const part of rest) {
    if (etags.length === PARTS)
      throw new TooLarge(`the object is larger than ${PARTS} parts of ${PART_BYTES} bytes`);
    etags.push(await put(etags.length + 1, part));
  }
  return etags;
}

/** All of PART_BYTES but the last, one after the other in the same memory: each is read before the next is asked for. */
async function* partsOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  const part = Buffer.allocUnsafe(PART_BYTES);
  let length = 0;
  for await (const piece of pieces)
    for (let taken = 0; taken < piece.length; ) {
      const copied = piece.copy(part, length, taken);
      taken += copied;
      length += copied;
      if (length < PART_BYTES) continue;
      yield part;
      length = 0;
    }
  if (length > 0) yield part.subarray(0, length);
  return undefined;
}
