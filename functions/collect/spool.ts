/** A stream of unknown length on its way to the object store: spooled to a file, measured and hashed as it passes. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PermanentError } from '../../shared/events/errors.ts';

export interface Spooled {
  readonly bytes: number;
  /** 32 hexadecimal digits of the SHA-256 of the content. */
  readonly hash: string;
  stream(): Readable;
}

/** A batch of 361,457 rows has some 90 MB. */
const MAX_BYTES = 1024 ** 3;

/** Spools, hands over, and removes the file whatever happens. @throws PermanentError over `limit` bytes. */
export async function spooled<T>(
  source: AsyncIterable<Uint8Array>,
  use: (spool: Spooled) => Promise<T>,
  limit = MAX_BYTES,
): Promise<T> {
  const path = join(tmpdir(), `marea-collect-${randomUUID()}`);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > limit)
        throw new PermanentError(`the data API’s answer has more than ${limit} bytes of rows`);
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(measured(), createWriteStream(path, { mode: 0o600 }));
    return await use({
      bytes,
      hash: hash.digest('hex').slice(0, 32),
      stream: () => createReadStream(path),
    });
  } finally {
    await rm(path, { force: true });
  }
}
