/**
 * The elements of a JSON array, a bounded piece of the text at a time: JSON.parse of a large body would hold up
 * everyone else for as long as it takes.
 */
import { HttpError } from '../../../shared/runtime/http.ts';

/** Bytes that are parsed in one go: some 2 ms. */
const PIECE = 256 * 1024;

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** @throws HttpError 400 when the body is no JSON array */
export function* jsonArrayElements(body: Buffer, piece = PIECE): Generator<readonly unknown[]> {
  const first = firstByte(body);
  if (body[first] !== OPENING_BRACKET)
    throw new HttpError(400, 'the body is no JSON array; send [{...}, {...}], or one object to /predict');
  if (body.length <= piece) {
    yield parsed(body.toString('utf8'));
    return;
  }
  let from = first + 1;
  let depth = 1;
  for (let at = from; at < body.length; at++) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfText(body, at);
    else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) depth += 1;
    else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) {
      depth -= 1;
      if (depth === 0) {
        const last = parsed(`[${body.toString('utf8', from)}`);
        if (last.length === 0)
          throw new HttpError(400, 'the body is not JSON: a comma before the end of the array');
        yield last;
        return;
      }
    } else if (byte === COMMA && depth === 1 && at - from >= piece) {
      yield parsed(`[${body.toString('utf8', from, at)}]`);
      from = at + 1;
    }
  }
  throw new HttpError(400, 'the JSON array has no end');
}

/** Position of the first byte that is neither white space nor a byte order mark. */
function firstByte(body: Buffer): number {
  let at = body[0] === 0xef ? 3 : 0;
  while (at < body.length && (body[at] as number) <= 32) at += 1;
  return at;
}

/** Position of the quote that ends the text which starts at `start`. */
function endOfText(body: Buffer, start: number): number {
  let end = body.indexOf(QUOTE, start + 1);
  while (end > 0) {
    let backslashes = 0;
    while (body[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = body.indexOf(QUOTE, end + 1);
  }
  return body.length;
}

function parsed(text: string): unknown[] {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown[];
  } catch (cause) {
    throw new HttpError(400, `the body is not JSON: ${(cause as Error).message}`);
  }
}
