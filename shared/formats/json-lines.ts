/** Newline-delimited JSON (NDJSON): one value a line, empty lines are nothing. */
import { FormatError } from './format-error.ts';
import { parseJson } from './json.ts';

const NEWLINE = 10;
/** Lines that are parsed in one go. */
const LINES = 1000;

/** What stands for a line that is not JSON; may throw. */
export type Instead = (text: string, line: number, cause: Error) => unknown;

/**
 * The values of lines that are in memory, a bounded number at a time.
 * @throws FormatError naming the line that is not JSON, unless told what to do with it
 */
export function* jsonLines(bytes: Buffer, instead: Instead = refused): Generator<unknown[]> {
  let values: unknown[] = [];
  let line = 0;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    const text = bytes.toString('utf8', from, to);
    // A byte order mark counts as white space here.
    const trimmed = text.trim();
    if (trimmed !== '')
      try {
        values.push(parseJson(trimmed));
      } catch (cause) {
        values.push(instead(text, line + 1, cause as Error));
      }
    from = to + 1;
    if (values.length === LINES) {
      yield values;
      values = [];
    }
  }
  yield values;
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

function refused(_: string, line: number, cause: Error): never {
  throw new FormatError(`line ${line} is not JSON: ${cause.message}`, { cause });
}
