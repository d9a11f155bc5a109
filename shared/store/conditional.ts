/** Reads an object again only when it has changed: a conditional GET (RFC 9110, 13.1.2). */
import type { Address } from './objects.ts';
import type { Connected } from './s3-client.ts';

export interface Tagged {
  readonly body: Buffer;
  /** Tells this content from any other of the object; undefined where the store names none. */
  readonly etag: string | undefined;
}

const NOT_MODIFIED = 304;

/** @returns undefined while the object is still the one of this tag */
export async function readUnless(
  connected: Connected,
  { bucket, key }: Address,
  etag: string | undefined,
): Promise<Tagged | undefined> {
  const asked = {
    method: 'GET',
    bucketName: bucket,
    objectName: key,
    headers: etag === undefined ? {} : { 'if-none-match': etag },
  };
  const response = await (await connected()).makeRequestAsync(asked, '', [200, NOT_MODIFIED]);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.statusCode === NOT_MODIFIED) return undefined;
  return { body: Buffer.concat(chunks), etag: response.headers.etag };
}
