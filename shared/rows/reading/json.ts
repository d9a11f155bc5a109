/** JSON as rows: what is no object becomes a row of its own, with its text, to be rejected by `clean`. */
import {
  FormatError,
  isCleanText,
  jsonElements,
  jsonLines,
  jsonObjects,
  jsonShapeOf,
  readableText,
  wholeLines,
} from '../../formats/index.ts';
import { type Element, elementOf, MALFORMED, PROBLEM } from './object-rows.ts';

/** Bytes that tell how the rows lie. */
const HEAD = 4096;

/**
 * An array of rows, also as the "rows" or "data" of an object; or objects, one after another.
 * @throws FormatError when it is no JSON, ends in the middle, has a row longer than `longest` bytes, or rows without
 * names
 */
export async function* jsonRows(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Element[]> {
  const { head, all } = await withHead(chunks);
  const values =
    jsonShapeOf(head) === 'objects' ? jsonObjects(all, longest, asText) : jsonElements(all, longest);
  yield* named(values);
}

/** One row a line. @throws FormatError when a line is longer than `longest` bytes, or is a row without names */
export async function* lineRows(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Element[]> {
  yield* named(lineValues(chunks, longest));
}

async function* lineValues(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<unknown[]> {
  for await (const lines of wholeLines(chunks, longest)) yield* jsonLines(lines, asText);
}

/** A file whose first row is a list is a table without a header: which value is which cannot be known. */
async function* named(values: AsyncIterable<unknown[]>): AsyncGenerator<Element[]> {
  let isFirst = true;
  for await (const some of values) {
    if (isFirst && Array.isArray(some[0]))
      throw new FormatError(
        'its rows are lists, without the names of columns: send objects, or CSV with a header',
      );
    isFirst &&= some.length === 0;
    yield some.map(elementOf);
  }
}

function asText(bytes: Buffer): Element {
  const text = readableText(bytes).trim();
  return isCleanText(bytes) ? { [MALFORMED]: text } : { [MALFORMED]: text, [PROBLEM]: 'encoding' };
}

/** The first bytes, in one piece, and all chunks, those included. */
async function withHead(
  chunks: AsyncIterable<Buffer>,
): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}
