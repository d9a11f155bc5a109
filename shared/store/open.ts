/** An object as a stream, whole or in part, with what there is to know of it before the first byte. */
import type { IncomingMessage } from 'node:http';
import type { Address } from './objects.ts';
import type { Connected } from './s3-client.ts';

/** Bytes from `start` to `end`, both included: as in RFC 9110, 14.1.2. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

export interface Opened {
  readonly body: IncomingMessage;
  /** Of the body: all of the object, or its part. */
  readonly bytes: number;
}

/** @param part within the object, which has as many bytes. @throws what the store says, also when there is none */
export async function open(
  connected: Connected,
  { bucket, key }: Address,
  part: Part | undefined,
): Promise<Opened> {
  const headers = part ? { range: `bytes=${part.start}-${part.end}` } : {};
  const asked = { method: 'GET', bucketName: bucket, objectName: key, headers };
  const body = await (await connected()).makeRequestAsync(asked, '', [part ? 206 : 200]);
  return { body, bytes: Number(body.headers['content-length']) };
}
