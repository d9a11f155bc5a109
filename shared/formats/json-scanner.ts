/**
 * Where the rows are in JSON as it streams by: an array, or one that an object has at its top
 * under a name for rows ("data", as data APIs answer, or "rows").
 * Only strings and nesting are followed, so that bytes can be passed on, or cut between rows for JSON.parse.
 */
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);

/** What the array is found under, at the top of an object. */
const FIELDS: readonly string[] = ['data', 'rows'];

/** The part of a chunk that lies between the array's brackets; from = to when none does. */
export interface Cut {
  readonly from: number;
  /** Of the closing bracket when the array ends here. */
  readonly to: number;
  /** The last comma between two rows, -1 when there is none. */
  readonly comma: number;
  readonly begins: boolean;
  readonly ends: boolean;
}

export interface RowScanner {
  scan(chunk: Buffer): Cut;
  /** Brackets and braces that are open. */
  depth(): number;
  /** Where the rows are: the outermost value, or a field of it; undefined as long as there are none. */
  place(): 'top' | 'field' | undefined;
}

export function rowScanner(fields: readonly string[] = FIELDS): RowScanner {
  const longest = Math.max(...fields.map((name) => name.length));
  let open = 0;
  /** How many are open between rows. */
  let rowDepth = -1;
  let place: 'top' | 'field' | undefined;
  /** What the outermost value begins with. */
  let outer: number | undefined;
  let ended = false;
  let inString = false;
  /** Bytes of the next chunk that a backslash at the end of this one has escaped. */
  let skip = 0;
  /** The last string at the top of an object, and the field whose value comes next there. */
  let key = '';
  let name: string | undefined;

  /** @returns the place of the quote that closes the string, or beyond the chunk */
  const passString = (chunk: Buffer, start: number, depth: number): number => {
    let at = start;
    while (at < chunk.length && chunk[at] !== QUOTE) at += chunk[at] === BACKSLASH ? 2 : 1;
    inString = at >= chunk.length;
    skip = inString ? at - chunk.length : 0;
    if (depth === 1 && !place && key.length <= longest)
      key += chunk.toString('latin1', start, Math.min(at, start + longest + 1));
    return at;
  };

  const scan = (chunk: Buffer): Cut => {
    const inside = place !== undefined && !ended;
    let [from, to, comma, begins, ends] = [inside ? 0 : chunk.length, chunk.length, -1, false, false];
    let depth = open;
    let at = outer === undefined ? firstByte(chunk) : 0;
    outer ??= chunk[at];
    if (outer === OPEN_BRACKET) place = 'top';
    if (inString) at = passString(chunk, skip, depth) + 1;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        key = '';
        at = passString(chunk, at + 1, depth);
      } else if (byte === COMMA) {
        if (depth === rowDepth && !ended) comma = at;
        else if (depth === 1) name = undefined;
      } else if (byte === COLON) {
        if (depth === 1) name = key;
      } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
        const isField = depth === 1 && byte === OPEN_BRACKET && outer === OPEN_BRACE;
        if (!place && isField && name !== undefined && fields.includes(name)) place = 'field';
        depth += 1;
        if (place && rowDepth < 0) [rowDepth, from, begins] = [depth, at + 1, true];
      } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        depth -= 1;
        if (place && !ended && depth === rowDepth - 1) [ended, to, ends] = [true, at, true];
      }
    }
    open = depth;
    return { from, to, comma, begins, ends };
  };
  return { scan, depth: () => open, place: () => place };
}

/** The place of the first byte that is neither white space nor of a byte order mark. */
export function firstByte(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length && ((bytes[at] as number) <= SPACE || BYTE_ORDER_MARK.has(bytes[at] as number)))
    at += 1;
  return at;
}
