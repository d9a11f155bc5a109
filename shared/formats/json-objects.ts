/** JSON objects one after another, each over as many lines as it likes: as programs print them for people. */
import { FormatError } from './format-error.ts';
import { parseJson } from './json.ts';
import { isCleanText } from './utf8.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const OPENING: ReadonlySet<number> = new Set([91, 123]);
const CLOSING: ReadonlySet<number> = new Set([93, 125]);
const SPACE = 32;

/** What stands for an object that is not JSON, or no clean text. */
export type Instead = (bytes: Buffer) => unknown;

/**
 * As many at a time as a chunk has. What has brackets of its own but is no JSON is told by `instead`.
 * @param longest bytes that an object may have
 * @throws FormatError for what stands between objects, and when the last has no end
 */
export async function* jsonObjects(
  chunks: AsyncIterable<Buffer>,
  longest: number,
  instead: Instead,
): AsyncGenerator<unknown[]> {
  const follow = follower();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const values: unknown[] = [];
    let from = 0;
    for (const end of follow(bytes, rest.length)) {
      values.push(parsedOr(bytes.subarray(from, end), instead));
      from = end;
    }
    if (values.length > 0) yield values;
    rest = bytes.subarray(from);
    if (rest.length > longest) throw new FormatError(`a JSON object is longer than ${longest} bytes`);
  }
  if (rest.toString('utf8').trim() !== '')
    throw new FormatError('the JSON ends in the middle of an object: was it cut off?');
}

function parsedOr(bytes: Buffer, instead: Instead): unknown {
  if (!isCleanText(bytes)) return instead(bytes);
  try {
    // A byte order mark counts as white space here.
    return parseJson(bytes.toString('utf8').trim());
  } catch {
    return instead(bytes);
  }
}

/** Gives the ends of the objects in the bytes, from a place on to which it has been before. */
function follower(): (bytes: Buffer, from: number) => number[] {
  let depth = 0;
  let inText = false;
  let escaped = false;
  return (bytes, from) => {
    const ends: number[] = [];
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (escaped) escaped = false;
      else if (inText) {
        if (byte === BACKSLASH) escaped = true;
        else inText = byte !== QUOTE;
      } else if (byte === QUOTE && depth > 0) inText = true;
      else if (OPENING.has(byte)) depth += 1;
      else if (CLOSING.has(byte) && depth > 0) {
        depth -= 1;
        if (depth === 0) ends.push(at + 1);
      } else if (depth === 0 && byte > SPACE && byte < 128)
        throw new FormatError(
          `not JSON: ${JSON.stringify(bytes.toString('utf8', at, at + 20))} between objects`,
        );
    }
    return ends;
  };
}
