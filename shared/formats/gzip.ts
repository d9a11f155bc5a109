/** What a gzip file becomes, as a stream. How much that may be is checked while it is unpacked. */
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FormatError } from './format-error.ts';

const CHUNK = 256 * 1024;
/** So much is a small file's to become, whatever its ratio. */
const HARMLESS = 64 * 1024 ** 2;

/**
 * Several members are one file, as gzip has it. Errors of the source stay as they are (the store is away); what is
 * wrong with the bytes never works.
 * @param ratio bytes that a packed byte may become: more is made to do harm
 * @throws FormatError when it is damaged, is cut off, goes on as something else, or becomes too much
 */
export async function* gunzipped(packed: AsyncIterable<Buffer>, ratio: number): AsyncGenerator<Buffer> {
  let given = 0;
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of packed) {
      given += chunk.length;
      yield chunk;
    }
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const out = pipeline(counted(), gunzip, new PassThrough({ highWaterMark: CHUNK }), () => {});
  let bytes = 0;
  try {
    for await (const chunk of out) {
      bytes += (chunk as Buffer).length;
      if (bytes > Math.max(HARMLESS, given * ratio))
        throw new FormatError(`the gzip file becomes more than ${ratio} times as large: that is no data`);
      yield chunk as Buffer;
    }
  } catch (cause) {
    if (!String((cause as { code?: string }).code).startsWith('Z_')) throw cause;
    throw new FormatError(`the gzip file is damaged or cut off: ${(cause as Error).message}`, { cause });
  }
}
