/** A file that is read here, in a small pod, beside all that others ask of it: it is kept, and one is read at a time. */
import { setImmediate } from 'node:timers/promises';
import { type Limits, limits } from '../../shared/rows/reading/limits.ts';
import { HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';

const MiB = 1024 ** 2;
const FILE_BYTES = 16 * MiB;
const BYTES = 128 * MiB;
const parquet = { ...limits.parquet, file: FILE_BYTES, bytes: BYTES, held: 32 * MiB };
/** Of the memory of this pod, too. */
const thread = { ...limits.thread, heap: 96 };
export const HERE: Limits = { ...limits, bytes: BYTES, parquet, thread };
const PIECE = 256 * 1024;

/** Files that may be on their way at the same time: whoever sends slowly takes nobody else's turn. */
const MOST_COMING = 4;

let coming = 0;
let isReading = false;

const busy = (why: string): HttpError => new HttpError(503, `${why}: try again`, {}, { 'retry-after': '5' });

/** From when all of a file is here: reading one takes a processor for as long as it lasts. @returns ends the turn */
export function takeTurn(): () => void {
  if (isReading) throw busy('another file is being read');
  isReading = true;
  return () => {
    isReading = false;
  };
}

/** @param elsewhere what helps with a larger one @throws HttpError 413, and 503 when others are on their way */
export async function smallFile(request: HttpRequest, elsewhere: string): Promise<Buffer> {
  if (coming === MOST_COMING) throw busy('other files are on their way');
  coming += 1;
  try {
    return await request.body(FILE_BYTES);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 413) throw error;
    throw new HttpError(413, `a file of at most ${FILE_BYTES} bytes is read here; ${elsewhere}`);
  } finally {
    coming -= 1;
  }
}

/** Others are answered between two pieces. */
export async function* pieces(file: Buffer): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < file.length; at += PIECE) {
    await setImmediate();
    yield file.subarray(at, at + PIECE);
  }
}
