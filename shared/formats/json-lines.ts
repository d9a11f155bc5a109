/** Newline-delimited JSON (NDJSON): one value a line, empty lines are nothing. */
import { FormatError } from './format-error.ts';
import { parseJson } from './json.ts';
import { isCleanText } from './utf8.ts';

const NEWLINE = 10;
/** Lines that are parsed in one go. */
const LINES = 1000;

/** What stands for a line that is not JSON, or no clean text; may throw. */
export type Instead = (bytes: Buffer, line: number, cause: Error) => unknown;

/**
 * The values of lines that are in memory, a bounded number at a time.
 * @throws FormatError naming the line that is not JSON, unless told what to do with it
 */
export function* jsonLines(bytes: Buffer, instead: Instead = refused): Generator<unknown[]> {
  const read = isCleanText(bytes) ? readLine : readUnclean;
  let values: unknown[] = [];
  let line = 0;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    try {
      const value = read(bytes, from, to);
      if (value !== undefined) values.push(value);
    } catch (cause) {
      values.push(instead(bytes.subarray(from, to), line + 1, cause as Error));
    }
    from = to + 1;
    if (values.length === LINES) {
      yield values;
      values = [];
    }
  }
  yield values;
}

/** @returns undefined for an empty line */
function readLine(bytes: Buffer, from: number, to: number): unknown {
  // A byte order mark counts as white space here.
  const text = bytes.toString('utf8', from, to).trim();
  return text === '' ? undefined : parseJson(text);
}

/** Some lines are no clean text: which of them is looked at one by one. */
function readUnclean(bytes: Buffer, from: number, to: number): unknown {
  if (isCleanText(bytes.subarray(from, to))) return readLine(bytes, from, to);
  throw new FormatError('it is not UTF-8 text');
}

/**
 * Lines as they stream by, whole ones only, many at a time.
 * @throws FormatError when a line is longer than `longest` bytes
 */
export async function* wholeLines(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = rest.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield rest.subarray(0, end);
    rest = rest.subarray(end);
    if (rest.length > longest) throw new FormatError(`a line is longer than ${longest} bytes`);
  }
  if (rest.length > 0) yield rest;
}

function refused(_: Buffer, line: number, cause: Error): never {
  throw new FormatError(`line ${line} is not JSON: ${cause.message}`, { cause });
}
