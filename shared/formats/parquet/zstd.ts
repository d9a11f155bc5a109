/** Zstandard by Node itself, where it can (from 22.15 on); else in JavaScript, where it can be made to go on for hours. */
import { runInNewContext } from 'node:vm';
import zlib from 'node:zlib';
import { decompressZstd } from 'hyparquet-compressors';
import { damaged } from './cursor.ts';

type Own = (packed: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** A page of the largest size takes a second. */
const PAGE_MS = 5000;

/** @param size bytes that come out at most */
export function unzstd(packed: Buffer, size: number): Uint8Array {
  const { zstdDecompressSync }: typeof zlib & { zstdDecompressSync?: Own } = zlib;
  return zstdDecompressSync
    ? zstdDecompressSync(packed, { maxOutputLength: Math.max(1, size) })
    : slowUnzstd(packed, size);
}

/**
 * A few bytes can ask for billions of copies, which nothing in the library counts: it is ended when its time is over.
 * What runs in a context can be, even in the middle of a call.
 * @throws FormatError when its time is over
 */
export function slowUnzstd(packed: Buffer, size: number, timeout = PAGE_MS): Uint8Array {
  const bytes = new Uint8Array(size);
  try {
    return runInNewContext('run()', { run: () => decompressZstd(packed, bytes) }, { timeout });
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
    throw damaged('a page takes too long to unpack');
  }
}
