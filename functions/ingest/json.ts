/**
 * JSON as a stream: the elements of an array, or of the array `data` of an object (as data APIs answer), a few
 * thousand at a time, so that a large file is never in memory as a whole.
 */
import { PermanentError } from '../../shared/events/errors.ts';
import { type Element, elementOf, MALFORMED } from './object-rows.ts';

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** How far into an object its `data` is looked for. */
const HEAD_BYTES = 4096;

/** @throws PermanentError when it is no JSON, or ends in the middle */
export async function* jsonElements(
  chunks: AsyncIterable<Buffer>,
  longest: number,
): AsyncIterable<Element[]> {
  let rest: Buffer = Buffer.alloc(0);
  let opened = false;
  let closed = false;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (closed) continue;
    if (!opened) {
      const start = arrayStart(rest);
      if (start === undefined) {
        if (rest.length < HEAD_BYTES) continue;
        throw notAnArray();
      }
      rest = rest.subarray(start);
      opened = true;
    }
    const { end, done } = wholeElements(rest);
    if (end > 0) yield parse(rest.subarray(0, end));
    rest = rest.subarray(done ? end : Math.min(rest.length, end === 0 ? 0 : end + 1));
    closed = done;
    if (rest.length > longest && !done)
      throw new PermanentError(`an element of the JSON array is longer than ${longest} bytes`);
  }
  if (!opened) throw notAnArray();
  if (!closed) throw new PermanentError('the JSON ends in the middle of its array: was it cut off?');
}

const notAnArray = (): PermanentError =>
  new PermanentError('expected a JSON array of rows, or an object with such an array as "data"');

/** Just after the bracket that opens the rows; undefined when it has not come yet. */
function arrayStart(bytes: Buffer): number | undefined {
  const head = bytes.subarray(0, HEAD_BYTES).toString('latin1');
  const match = /^(?:\xEF\xBB\xBF)?\s*(?:\[|\{[^[]*?"data"\s*:\s*\[)/.exec(head);
  return match?.[0].length;
}

/** Where the last whole element in these bytes ends, and whether the array does so there. */
function wholeElements(bytes: Buffer): { end: number; done: boolean } {
  let depth = 0;
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at + 1);
      if (at < 0) break;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === COMMA && depth === 0) end = at;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return { end: at, done: true };
      depth -= 1;
    }
  }
  return { end, done: false };
}

/** The place of the closing quote, -1 when it has not come yet. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let escapes = 0;
    while (bytes[at - 1 - escapes] === BACKSLASH && at - 1 - escapes >= from) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return -1;
}

function parse(bytes: Buffer): Element[] {
  try {
    return (JSON.parse(`[${bytes.toString('utf8')}]`) as unknown[]).map(elementOf);
  } catch (cause) {
    throw new PermanentError(`not JSON: ${(cause as Error).message.slice(0, 200)}`, { cause });
  }
}

/** One JSON object a line. A line that is none becomes a row of its own, to be rejected. */
export async function* lineElements(
  chunks: AsyncIterable<Buffer>,
  longest: number,
): AsyncIterable<Element[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = rest.lastIndexOf(10) + 1;
    if (end > 0) yield linesOf(rest.subarray(0, end));
    rest = rest.subarray(end);
    if (rest.length > longest) throw new PermanentError(`a line is longer than ${longest} bytes`);
  }
  if (rest.length > 0) yield linesOf(rest);
}

function linesOf(bytes: Buffer): Element[] {
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n');
  return lines.filter((line) => line.trim() !== '').map(lineElement);
}

function lineElement(line: string): Element {
  try {
    return elementOf(JSON.parse(line));
  } catch {
    return { [MALFORMED]: line.trimEnd().replaceAll('\0', '\uFFFD') };
  }
}
