/** The file to be ingested: its size, and an id made from its content, so that the same file twice is one batch. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from './command.ts';

export interface BatchFile {
  readonly name: string;
  readonly bytes: number;
  /** 16 hexadecimal digits of the SHA-256 of the content. */
  readonly hash: string;
  stream(): Readable;
}

/**
 * Hands the file over; `-` reads standard input to its end first, as an upload has to say its size.
 * @throws UserError when there is no such file, or it is empty
 */
export async function withBatchFile<T>(path: string, use: (file: BatchFile) => Promise<T>): Promise<T> {
  if (path !== '-') return await use(await fileAt(path, basename(path)));
  const spool = join(tmpdir(), `marea-ingest-${randomUUID()}`);
  try {
    await pipeline(process.stdin, createWriteStream(spool, { mode: 0o600 }));
    return await use(await fileAt(spool, 'stdin'));
  } finally {
    await rm(spool, { force: true });
  }
}

async function fileAt(path: string, name: string): Promise<BatchFile> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(cause.code === 'ENOENT' ? `there is no file ${path}` : cause.message, { cause });
  });
  if (!found.isFile()) throw new UserError(`${path} is no file`);
  if (found.size === 0)
    throw new UserError(name === 'stdin' ? 'nothing came on standard input' : `${path} is empty`);
  return {
    name,
    bytes: found.size,
    hash: await hashOf(path),
    stream: () => createReadStream(path),
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new UserError(`${path} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
  return hash.digest('hex').slice(0, 16);
}
