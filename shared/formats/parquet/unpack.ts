/** Pages unpacked, whichever way they are packed, into no more bytes than they declare. */
import zlib from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { damaged } from './cursor.ts';
import { unlz4, unlz4Hadoop } from './lz4.ts';
import { unsnappy } from './snappy.ts';
import { unzstd } from './zstd.ts';

type Unpack = (packed: Buffer, size: number) => Uint8Array;

/** By the number of the codec. LZO is nobody's any more. */
const codecs: Readonly<Record<number, Unpack>> = {
  0: (packed) => packed,
  1: unsnappy,
  2: (packed, size) => zlib.gunzipSync(packed, { maxOutputLength: atLeastOne(size) }),
  4: (packed, size) => zlib.brotliDecompressSync(packed, { maxOutputLength: atLeastOne(size) }),
  5: unlz4Hadoop,
  6: unzstd,
  7: unlz4,
};

const atLeastOne = (size: number): number => Math.max(1, size);

/** @throws FormatError when they are damaged, or become more or less than `size` bytes */
export function unpack(packed: Buffer, codec: number, size: number): Buffer {
  const run = codecs[codec];
  if (!run) throw damaged(`compression ${codec}, which is not read: write it with snappy, zstd or gzip`);
  const bytes = attempt(() => run(packed, size));
  if (bytes.length !== size) throw damaged(`a page of ${bytes.length} bytes that declares ${size}`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function attempt(run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(`${damaged('a page cannot be unpacked').message}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
