/** The object store (any S3): four buckets, addressed as s3://bucket/key. */
import type { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { type Child, children } from './children.ts';
import { readUnless, type Tagged } from './conditional.ts';
import { type Opened, open, type Part } from './open.ts';
import { agentFor, type Connected, connecting, type ObjectStoreOptions } from './s3-client.ts';
import { type Uploading, upload } from './upload.ts';

export type { Child } from './children.ts';
export type { Opened, Part } from './open.ts';
export { TooLarge } from './upload.ts';

export const BUCKETS = ['data-raw', 'datasets', 'models', 'artifacts'] as const;
export type Bucket = (typeof BUCKETS)[number];

export interface Address {
  readonly bucket: Bucket;
  readonly key: string;
}

export interface ObjectStore {
  /**
   * A stream in constant memory; what breaks off leaves the object as it was.
   * @param size bytes of a stream, where they are known
   */
  put(address: Address, body: Buffer | Uint8Array | string | Readable, size?: number): Promise<void>;
  /** @throws NoSuchObject */
  stream(address: Address): Promise<Readable>;
  /** The same, with its length, and in part. @throws NoSuchObject */
  open(address: Address, part?: Part): Promise<Opened>;
  /** @throws NoSuchObject */
  read(address: Address): Promise<Buffer>;
  /** The whole of it; undefined while it is still what had this tag. @throws NoSuchObject */
  readUnless(address: Address, etag: string | undefined): Promise<Tagged | undefined>;
  /** Bytes, or undefined when there is no such object. */
  size(address: Address): Promise<number | undefined>;
  /** @throws NoSuchObject when there is nothing to copy */
  copy(from: Address, to: Address): Promise<void>;
  list(bucket: Bucket, prefix: string): Promise<string[]>;
  /** All of a bucket, in no order, as they are listed. */
  listed(bucket: Bucket): AsyncGenerator<Listed, undefined>;
  /** One level below `folder`, which ends with a slash; of more than `most` the first, and one too many. */
  children(bucket: Bucket, folder: string, most: number): Promise<Child[]>;
  /** There may be none. */
  remove(address: Address): Promise<void>;
  /** Removes all objects whose key starts with `prefix`. */
  removeAll(bucket: Bucket, prefix: string): Promise<void>;
  ensureBuckets(): Promise<void>;
}

export interface Listed {
  readonly key: string;
  readonly bytes: number;
  /** Another one when the object is another. */
  readonly etag: string;
}

export class NoSuchObject extends Error {
  override readonly name = 'NoSuchObject';
  constructor(address: Address) {
    super(`no object ${uriOf(address)}`);
  }
}

export const uriOf = ({ bucket, key }: Address): string => `s3://${bucket}/${key}`;

/**
 * The address behind a `dataref`. Only the platform's own buckets are followed.
 * @throws when it is of another scheme, another bucket or has a suspicious key.
 */
export function addressOf(uri: string): Address {
  const match = /^s3:\/\/([a-z0-9-]+)\/(.+)$/.exec(uri);
  const bucket = BUCKETS.find((name) => name === match?.[1]);
  const key = match?.[2];
  if (!bucket || !key || key.length > 900 || key.split('/').some((part) => part === '..' || part === ''))
    throw new Error(
      `"${uri.slice(0, 200)}" is no address in the platform's object store, expected s3://<${BUCKETS.join('|')}>/<key>`,
    );
  return { bucket, key };
}

/** Any S3, by the `minio` client. */
export const s3 = (options: ObjectStoreOptions): ObjectStore => objectStore(() => options);

/** The same, of which only who uses it has to know where it is. @param options asked for at the first use */
export function objectStore(options: () => ObjectStoreOptions): ObjectStore {
  const connected = connecting(options);
  let agent: Agent | undefined;
  const uploading: Uploading = {
    connected,
    agent: () => {
      agent ??= agentFor(options());
      return agent;
    },
  };
  return {
    put: (address, body, size) => put(uploading, address, body, size),
    open: (address, part) => found(address, () => open(connected, address, part)),
    stream: (address) => stream(connected, address),
    read: (address) => read(connected, address),
    readUnless: (address, etag) => found(address, () => readUnless(connected, address, etag)),
    size: (address) => size(connected, address),
    copy: (from, to) => copy(uploading, from, to),
    list: (bucket, prefix) => list(connected, bucket, prefix),
    listed: (bucket) => listed(connected, bucket),
    children: (bucket, folder, most) => children(connected, bucket, folder, most),
    remove: async ({ bucket, key }) => (await connected()).removeObject(bucket, key),
    removeAll: (bucket, prefix) => removeAll(connected, bucket, prefix),
    ensureBuckets: () => ensureBuckets(connected),
  };
}

async function put(
  uploading: Uploading,
  address: Address,
  body: Parameters<ObjectStore['put']>[1],
  bytes: number | undefined,
): Promise<void> {
  if (body instanceof Readable) return await upload(uploading, address, body, bytes);
  const data = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  await (await uploading.connected()).putObject(address.bucket, address.key, data, data.length);
}

/** @throws NoSuchObject when that is what the store says */
async function found<T>(address: Address, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw isAbsent(cause) ? new NoSuchObject(address) : cause;
  }
}

const stream = (connected: Connected, address: Address): Promise<Readable> =>
  found(address, async () => await (await connected()).getObject(address.bucket, address.key));

async function read(connected: Connected, address: Address): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await stream(connected, address)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function size(connected: Connected, { bucket, key }: Address): Promise<number | undefined> {
  try {
    return (await (await connected()).statObject(bucket, key)).size;
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw cause;
  }
}

/** Through the client rather than server-side: not every small store can copy between buckets. */
async function copy(uploading: Uploading, from: Address, to: Address): Promise<void> {
  const { body, bytes } = await found(from, () => open(uploading.connected, from, undefined));
  await upload(uploading, to, body, bytes);
}

async function* listed(connected: Connected, bucket: Bucket): AsyncGenerator<Listed, undefined> {
  for await (const { name, size: bytes, etag } of (await connected()).listObjectsV2(bucket, '', true))
    if (name) yield { key: name, bytes: bytes ?? 0, etag: etag ?? '' };
}

async function list(connected: Connected, bucket: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const item of (await connected()).listObjectsV2(bucket, prefix, true))
    if (item.name) keys.push(item.name);
  return keys;
}

async function removeAll(connected: Connected, bucket: Bucket, prefix: string): Promise<void> {
  const keys = await list(connected, bucket, prefix);
  const minio = await connected();
  for (const key of keys) await minio.removeObject(bucket, key);
}

async function ensureBuckets(connected: Connected): Promise<void> {
  const minio = await connected();
  for (const bucket of BUCKETS) if (!(await minio.bucketExists(bucket))) await minio.makeBucket(bucket);
}

function isAbsent(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'NoSuchKey' || code === 'NotFound' || code === 'NoSuchBucket';
}
