/**
 * Cuts the array of rows out of the data API's answer `{"group_number", "batch_number", "data": [...]}` as it
 * streams by: the rows are passed on byte for byte, so that a batch of any size needs no memory.
 */
import { PassingError, PermanentError } from '../../shared/events/errors.ts';

/** What the array is found under, at the top of the answer. */
const FIELD = 'data';
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const ARRAY = 0x5b;
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/**
 * Yields the bytes from the `[` to the `]` of the field.
 * @throws PassingError when the answer ends early, PermanentError when it has no such array
 */
export async function* rowsOf(answer: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const scan = scanner();
  for await (const chunk of answer) {
    const { from, to } = scan(chunk);
    if (from < to) yield chunk.subarray(from, to);
  }
  const { found, depth } = scan.state();
  if (depth > 0) throw new PassingError('the data API’s answer ended before it was complete');
  if (!found) throw new PermanentError(`the data API’s answer has no array "${FIELD}"`);
}

interface Scanner {
  /** Which part of the chunk belongs to the array. */
  (chunk: Uint8Array): { from: number; to: number };
  state(): { found: boolean; depth: number };
}

/** Follows strings and nesting; knows the name of the field whose value comes next at the top. */
function scanner(): Scanner {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let key = '';
  let name: string | undefined;
  let inside = false;
  let found = false;

  const endsString = (byte: number): void => {
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) inString = false;
    if (inString && depth === 1 && key.length <= FIELD.length) key += String.fromCharCode(byte);
  };
  const outsideString = (byte: number): void => {
    if (byte === QUOTE) {
      inString = true;
      if (depth === 1) key = '';
    } else if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte)) depth--;
    else if (depth === 1 && byte === COLON) name = key;
    else if (depth === 1 && byte === COMMA) name = undefined;
  };

  const scan = (chunk: Uint8Array): { from: number; to: number } => {
    let from = inside ? 0 : chunk.length;
    let to = inside ? chunk.length : 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (inString) endsString(byte);
      else if (!isBlank(byte)) {
        const starts = !found && depth === 1 && byte === ARRAY && name === FIELD;
        outsideString(byte);
        if (starts) {
          [inside, found, from, to] = [true, true, i, chunk.length];
        } else if (inside && depth === 1) {
          [inside, to] = [false, i + 1];
        }
      }
    }
    return { from, to };
  };
  return Object.assign(scan, { state: () => ({ found, depth }) });
}
