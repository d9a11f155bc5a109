/**
 * JSON as a stream: the elements of an array, or of the array `data` or `rows` of an object, as many at a
 * time as a chunk has, so that a large file is never in memory as a whole.
 */
import { isUtf8 } from 'node:buffer';
import { FormatError } from './format-error.ts';
import { pieceOf } from './json-piece.ts';
import { rowScanner } from './json-scanner.ts';
import { SHAPE_BYTES } from './json-shape.ts';
import { readableText, utf8End } from './utf8.ts';

/**
 * What follows the array is not looked at.
 * @param longest bytes that an element may have
 * @throws FormatError when it is no JSON, no UTF-8, or ends in the middle
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
  let rows = 0;
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
      const bytes = Buffer.concat([...rest, chunk.subarray(from, end)]);
      if (!isUtf8(bytes)) throw notUtf8(bytes, rows);
      const elements = pieceOf(`[${bytes.toString('utf8')}]`, { first, last: ends }, 'not JSON');
      if (elements.length > 0) yield elements;
      rows += elements.length;
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

/** What is told of it: some letters before the byte, and behind it. */
const AROUND = 20;
/** No byte is it, if bytes are taken for letters. */
const MARK = '\u{10FFFF}';

/** @param before how many rows there are before these bytes */
function notUtf8(bytes: Buffer, before: number): FormatError {
  const at = utf8End(bytes);
  const marked = `[${bytes.toString('latin1', 0, at)}${MARK}${bytes.toString('latin1', at + 1)}]`;
  const row = before + 1 + rowWith(marked);
  const near = readableText(bytes.subarray(Math.max(0, at - AROUND), at + AROUND));
  return new FormatError(
    `row ${row} is not UTF-8 text, near ${JSON.stringify(near)}: save the file as UTF-8, or send it with its charset, as "application/json; charset=windows-1252"`,
  );
}

/** Where rows cannot be told apart the first of them is named. */
function rowWith(json: string): number {
  try {
    const rows = JSON.parse(json) as unknown[];
    return Math.max(
      0,
      rows.findIndex((row) => JSON.stringify(row).includes(MARK)),
    );
  } catch {
    return 0;
  }
}

const notAnArray = (): FormatError =>
  new FormatError('expected a JSON array of rows, or an object with such an array as "rows" or "data"');
