/** The object store (any S3): four buckets, addressed as s3://bucket/key. */
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Client } from 'minio';

export const BUCKETS = ['data-raw', 'datasets', 'models', 'artifacts'] as const;
export type Bucket = (typeof BUCKETS)[number];

export interface Address {
  readonly bucket: Bucket;
  readonly key: string;
}

export interface ObjectStore {
  /** @param size bytes; needed when `body` is a stream. */
  put(address: Address, body: Buffer | Uint8Array | string | Readable, size?: number): Promise<void>;
  /** @throws NoSuchObject */
  stream(address: Address): Promise<Readable>;
  /** @throws NoSuchObject */
  read(address: Address): Promise<Buffer>;
  /** Bytes, or undefined when there is no such object. */
  size(address: Address): Promise<number | undefined>;
  /** @throws NoSuchObject when there is nothing to copy */
  copy(from: Address, to: Address): Promise<void>;
  list(bucket: Bucket, prefix: string): Promise<string[]>;
  /** Removes all objects whose key starts with `prefix`. */
  removeAll(bucket: Bucket, prefix: string): Promise<void>;
  ensureBuckets(): Promise<void>;
}

export interface ObjectStoreOptions {
  /** http://host:port or https://host */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region?: string | undefined;
  /** A connection on which nothing moves for so long is given up; default 60 s. */
  readonly silenceMs?: number;
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

/** S3 by the `minio` client, which is loaded on the first use: it is large, and many requests need none. */
export function s3(options: ObjectStoreOptions): ObjectStore {
  let client: Promise<Client> | undefined;
  const connected = async (): Promise<Client> => {
    await turnOfTheLoop();
    client ??= import('minio').then(({ Client: Minio }) => {
      const url = new URL(options.endpoint);
      const useSSL = url.protocol === 'https:';
      return new Minio({
        endPoint: url.hostname,
        port: Number(url.port) || (useSSL ? 443 : 80),
        useSSL,
        transportAgent: impatientAgent(useSSL, options.silenceMs ?? 60_000),
        accessKey: options.accessKey,
        secretKey: options.secretKey,
        // A known region saves a request for it.
        region: options.region ?? 'us-east-1',
        // Multipart needs what small S3 stand-ins do not have; a known size goes in one PUT.
        partSize: 5 * 1024 ** 3,
      });
    });
    return client;
  };
  const stream = async (address: Address): Promise<Readable> => {
    try {
      return await (await connected()).getObject(address.bucket, address.key);
    } catch (cause) {
      throw isAbsent(cause) ? new NoSuchObject(address) : cause;
    }
  };
  const sizeOf = async ({ bucket, key }: Address): Promise<number | undefined> => {
    try {
      return (await (await connected()).statObject(bucket, key)).size;
    } catch (cause) {
      if (isAbsent(cause)) return undefined;
      throw cause;
    }
  };
  const list = async (bucket: Bucket, prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const item of (await connected()).listObjectsV2(bucket, prefix, true))
      if (item.name) keys.push(item.name);
    return keys;
  };
  return {
    async put({ bucket, key }, body, size) {
      const data = body instanceof Readable || typeof body === 'string' ? body : Buffer.from(body);
      const length = size ?? (data instanceof Readable ? undefined : Buffer.byteLength(data));
      await (await connected()).putObject(bucket, key, data, length);
    },
    stream,
    async read(address) {
      const chunks: Buffer[] = [];
      for await (const chunk of await stream(address)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    size: sizeOf,
    async copy(from, to) {
      // Through the client rather than server-side: not every small store can copy between buckets.
      const minio = await connected();
      const size = await sizeOf(from);
      if (size === undefined) throw new NoSuchObject(from);
      await minio.putObject(to.bucket, to.key, await minio.getObject(from.bucket, from.key), size);
    },
    list,
    async removeAll(bucket, prefix) {
      const keys = await list(bucket, prefix);
      const minio = await connected();
      for (const key of keys) await minio.removeObject(bucket, key);
    },
    async ensureBuckets() {
      const minio = await connected();
      for (const bucket of BUCKETS) if (!(await minio.bucketExists(bucket))) await minio.makeBucket(bucket);
    },
  };
}

/**
 * After long work that held the loop, connections that the store has closed meanwhile still look open: a write on one
 * would fail with EPIPE. In a turn they are noticed and given up.
 */
const turnOfTheLoop = (): Promise<void> =>
  new Promise((resolve) => setTimeout(() => setImmediate(resolve), 0));

/** The client itself would wait for ever on a connection that is open and silent. */
function impatientAgent(secure: boolean, silenceMs: number): Agent {
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const createConnection = agent.createConnection.bind(agent);
  agent.createConnection = (...given) => {
    const socket = createConnection(...given);
    if (socket instanceof Socket)
      socket.setTimeout(silenceMs, () =>
        socket.destroy(new Error(`the object store was silent for ${silenceMs / 1000} s`)),
      );
    return socket;
  };
  return agent;
}

function isAbsent(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'NoSuchKey' || code === 'NotFound' || code === 'NoSuchBucket';
}
