/**
 * JSON as a stream: the elements of an array, or of the array `data` or `rows` of an object, as many at a
 * time as a chunk has, so that a large file is never in memory as a whole.
 */
import { FormatError } from './format-error.ts';
import { pieceOf } from './json-piece.ts';
import { rowScanner } from './json-scanner.ts';
import { SHAPE_BYTES } from './json-shape.ts';

/**
 * What follows the array is not looked at.
 * @param longest bytes that an element may have
 * @throws FormatError when it is no JSON, or ends in the middle
 */
export async function* jsonElements(
  chunks: AsyncIterable<Buffer>,
  longest: number,
): AsyncGenerator<unknown[]> {
  const { scan, place } = rowScanner();
  let head = 0;
  let rest: Buffer[] = [];
  let waiting = 0;
  let first = true;
  let closed = false;
  for await (const chunk of chunks) {
    if (closed) continue;
    const { from, to, comma, ends } = scan(chunk);
    if (!place()) {
      head += chunk.length;
      if (head >= SHAPE_BYTES) throw notAnArray();
      continue;
    }
    const end = ends ? to : comma;
    if (end >= 0) {
      const text = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      const elements = pieceOf(`[${text}]`, { first, last: ends }, 'not JSON');
      if (elements.length > 0) yield elements;
      rest = [];
      waiting = 0;
      first = false;
      closed = ends;
    }
    if (closed) continue;
    const begun = chunk.subarray(end < 0 ? from : end + 1);
    rest.push(begun);
    waiting += begun.length;
    if (waiting > longest)
      throw new FormatError(`an element of the JSON array is longer than ${longest} bytes`);
  }
  if (!place()) throw notAnArray();
  if (!closed) throw new FormatError('the JSON ends in the middle of its array: was it cut off?');
}

const notAnArray = (): FormatError =>
  new FormatError('expected a JSON array of rows, or an object with such an array as "rows" or "data"');
