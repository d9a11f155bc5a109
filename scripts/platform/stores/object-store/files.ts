/**
 * Where s3rver keeps objects: its files, with what it does not mind: a key stays in its bucket, an object is there whole
 * or not at all, what does not fit on the disk is refused, and what came is what was signed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mustBeKey } from './asked.ts';
import { refusal } from './refusal.ts';

interface Stored {
  readonly size: number;
  readonly md5: string;
}

interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly content: Content;
  readonly metadata: object;
}

type Content = Buffer | (Readable & { readonly headers?: IncomingHttpHeaders });

interface FilesystemStore {
  getResourcePath(bucket: string, key: string | undefined, resource: string): string;
  putMetadata(bucket: string, key: string, metadata: object, md5: string): Promise<void>;
  getBucketPath(bucket: string): string;
}

const require = createRequire(import.meta.url);
const Base = require('s3rver/lib/stores/filesystem') as new (folder: string) => FilesystemStore;

/** What has come goes to the disk in one write. */
const BUFFERED = 1024 * 1024;

export class Files extends Base {
  private readonly drafts: string;

  constructor(folder: string) {
    super(folder);
    this.drafts = `${folder}.drafts`;
    rmSync(this.drafts, { recursive: true, force: true });
    mkdirSync(this.drafts, { recursive: true, mode: 0o700 });
    // Whoever was sending parts when the store ended has given up.
    for (const bucket of readdirSync(folder))
      rmSync(this.getResourcePath(bucket, undefined, 'uploads'), { recursive: true, force: true });
  }

  override getResourcePath(bucket: string, key: string | undefined, resource: string): string {
    if (key !== undefined) mustBeKey(key);
    return super.getResourcePath(bucket, key, resource);
  }

  async putObject({ bucket, key, content, metadata }: S3Object): Promise<Stored> {
    const file = this.getResourcePath(bucket, key, 'object');
    const stored = await this.bring(content, file, async () => {
      // It is of what was there before.
      await rm(`${file}.md5`, { force: true });
    });
    await this.putMetadata(bucket, key, metadata, stored.md5);
    return stored;
  }

  async putPart(bucket: string, uploadId: string, part: string | number, content: Content): Promise<Stored> {
    const file = join(this.uploadFolder(bucket, uploadId), String(part));
    const stored = await this.bring(content, file);
    await writeFile(`${file}.md5`, stored.md5);
    return stored;
  }

  /** @throws Refusal for an upload that there is not, or a part of it that has not come */
  async putObjectMultipart(
    bucket: string,
    uploadId: string,
    parts: readonly { readonly number: number }[],
  ): Promise<Stored> {
    const folder = this.uploadFolder(bucket, uploadId);
    const files = parts.map(({ number }) => join(folder, String(number)));
    try {
      const [key, metadata] = await Promise.all([
        readFile(join(folder, 'key'), 'utf8'),
        readFile(join(folder, 'metadata'), 'utf8'),
      ]);
      await Promise.all(files.map((file) => access(file)));
      const content = Readable.from(joined(files), { objectMode: false });
      const stored = await this.putObject({ bucket, key, content, metadata: JSON.parse(metadata) as object });
      await this.abort(bucket, uploadId);
      return stored;
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? refusal(404, 'NoSuchUpload', 'there is no such upload, or no such part of it')
        : error;
    }
  }

  /** There may be none. */
  async abort(bucket: string, uploadId: string): Promise<void> {
    await rm(this.uploadFolder(bucket, uploadId), { recursive: true, force: true });
  }

  private uploadFolder(bucket: string, uploadId: string): string {
    return join(this.getResourcePath(bucket, undefined, 'uploads'), uploadId);
  }

  private async bring(content: Content, file: string, before = async () => {}): Promise<Stored> {
    const draft = join(this.drafts, randomUUID());
    try {
      const stored = await write(content, draft);
      await mkdir(dirname(file), { recursive: true });
      await before();
      await rename(draft, file);
      return stored;
    } catch (error) {
      await rm(draft, { force: true });
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? refusal(507, 'InsufficientStorage', 'the disk is full')
        : error;
    }
  }
}

async function* joined(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield* createReadStream(file, { highWaterMark: BUFFERED });
}

/** @throws when it ends early, or is not what its signature says */
async function write(content: Content, file: string): Promise<Stored> {
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  const signed = content instanceof Readable ? content.headers?.['x-amz-content-sha256'] : undefined;
  const mustMatch = signed !== undefined && signed !== 'UNSIGNED-PAYLOAD';
  let size = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      md5.update(chunk);
      if (mustMatch) sha256.update(chunk);
      done(null, chunk);
    },
  });
  await fed(content instanceof Readable ? content : Readable.from([content]), measured, file);
  if (mustMatch && sha256.digest('hex') !== signed)
    throw refusal(400, 'XAmzContentSHA256Mismatch', 'the body is not the one that was signed');
  return { size, md5: md5.digest('hex') };
}

/** As pipeline(), but the source stays: whoever sends is to hear why it was not taken. */
async function fed(source: Readable, through: Transform, file: string): Promise<void> {
  const broken = (): void => {
    if (!source.readableEnded) through.destroy(new Error('the sender hung up'));
  };
  source.once('close', broken).once('error', broken).pipe(through);
  try {
    await pipeline(through, createWriteStream(file, { highWaterMark: BUFFERED }));
  } finally {
    source.off('close', broken).unpipe(through);
    source.resume();
  }
}
