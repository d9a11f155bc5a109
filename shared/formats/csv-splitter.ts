/**
 * CSV as bytes: where records end and how many fields they have. Values are not looked at: Postgres parses them,
 * ten times as fast. Quotes, CRLF and line breaks inside quotes are as in RFC 4180 and as COPY reads them.
 */
import { FormatError } from './format-error.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** The record in bytes[start, end). `whole` is false when it cannot be read as fields. */
export type OnRecord = (bytes: Buffer, start: number, end: number, fields: number, whole: boolean) => void;

export interface CsvSplitter {
  /** Takes the next bytes and tells of the records that end in them. */
  push(chunk: Buffer): void;
  /** Tells of the last record when no line break follows it. */
  end(): void;
}

/**
 * @param longest bytes that a record may have
 * @throws FormatError from push() when a record is longer: a quote is open, or it is no CSV
 */
export function csvSplitter(onRecord: OnRecord, longest: number): CsvSplitter {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const start = split(bytes, onRecord);
      rest = bytes.subarray(start);
      if (rest.length > longest)
        throw new FormatError(
          `a record is longer than ${longest} bytes: is a quote left open, or is it no CSV?`,
        );
    },
    end() {
      if (rest.length === 0) return;
      // A closing line break; inside an open quote it changes nothing.
      const start = split(Buffer.concat([rest, Buffer.from('\n')]), onRecord);
      if (start === 0) onRecord(rest, 0, rest.length, 0, false);
    },
  };
}

/** @returns where the first record begins that does not end in these bytes */
function split(bytes: Buffer, onRecord: OnRecord): number {
  let start = 0;
  let fields = 1;
  let quoted = false;
  let whole = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte > COMMA) continue;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === COMMA) fields += 1;
    else if (byte === CR) {
      // Only before a line feed; at the end of the bytes the record is looked at again.
      if (bytes[at + 1] !== LF) whole = false;
    } else if (byte === LF) {
      onRecord(bytes, start, bytes[at - 1] === CR && at > start ? at - 1 : at, fields, whole);
      start = at + 1;
      fields = 1;
      whole = true;
    }
  }
  return start;
}
