/**
 * CSV as a stream of bytes: its records one by one, and the lines that are none. Rows are never glued: where a quote
 * that was opened makes a record of several lines whose fields do not fit, its first line alone is malformed.
 */
import type { CsvRecord } from './csv-record.ts';
import { type CsvScanner, csvScanner, type Dialect, OPEN } from './csv-scanner.ts';
import { FormatError } from './format-error.ts';

export interface CsvSink {
  /** A record with as many fields as the header. */
  record(record: CsvRecord): void;
  /** What cannot be read as such, in bytes[start, end). */
  malformed(bytes: Buffer, start: number, end: number): void;
}

export interface CsvSplitter {
  /** Takes the next bytes and tells of the records that end in them. */
  push(chunk: Buffer): void;
  /** Tells of the last record when no line break follows it. */
  end(): void;
}

export interface CsvShape {
  readonly dialect: Dialect;
  /** How many fields a record has. */
  readonly width: number;
  /** Bytes that a line may have. */
  readonly longest: number;
}

/** @throws FormatError from push() and end() when a line is longer: it is no CSV */
export function csvSplitter(shape: CsvShape, sink: CsvSink): CsvSplitter {
  const scanner = csvScanner(shape.dialect, shape.width);
  let parts: Buffer[] = [];
  let pending = 0;
  /** As many bytes are worth another look. */
  let wanted = 0;
  const split = (isEnd: boolean): void => {
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, pending);
    const rest = bytes.subarray(records(bytes, { scanner, shape, sink, isEnd }));
    parts = [rest];
    pending = rest.length;
    // A record that goes on and on is not looked at from its start with each further piece.
    wanted = 2 * pending;
  };
  return {
    push(chunk) {
      parts.push(chunk);
      pending += chunk.length;
      if (pending >= wanted || pending > shape.longest) split(false);
    },
    end() {
      if (pending === 0) return;
      // A closing line break; inside an open quote it changes nothing.
      parts.push(Buffer.from('\n'));
      pending += 1;
      split(true);
    },
  };
}

interface Splitting {
  readonly scanner: CsvScanner;
  readonly shape: CsvShape;
  readonly sink: CsvSink;
  /** No more bytes will come. */
  readonly isEnd: boolean;
}

/** @returns where the first record begins that does not end in these bytes */
function records(bytes: Buffer, { scanner, shape, sink, isEnd }: Splitting): number {
  const { record } = scanner;
  let start = 0;
  while (start < bytes.length) {
    const next = scanner.scan(bytes, start);
    const isLong = record.end - start > shape.longest;
    if (next === OPEN && !isLong && !isEnd) return start;
    if (isLong) checkLine(record, shape.longest);
    if (next < 0 || isLong || (record.lineBreak >= 0 && !fits(record, shape.width)))
      start = firstLine(record, shape.dialect, sink);
    else {
      if (record.end > start) tell(record, shape.width, sink);
      start = next;
    }
  }
  return start;
}

const fits = ({ fields, sound }: CsvRecord, width: number): boolean => fields === width && sound;

function tell(record: CsvRecord, width: number, sink: CsvSink): void {
  if (fits(record, width)) sink.record(record);
  else sink.malformed(record.bytes, record.start, record.end);
}

function checkLine({ start, end, lineBreak }: CsvRecord, longest: number): void {
  if ((lineBreak < 0 ? end : lineBreak) - start > longest)
    throw new FormatError(`a line is longer than ${longest} bytes: is a quote left open, or is it no CSV?`);
}

/** @returns where the second line begins */
function firstLine({ bytes, start, lineBreak }: CsvRecord, { lineEnd }: Dialect, sink: CsvSink): number {
  let end = lineBreak;
  while (end > start && bytes[end - 1] === 13 && lineEnd === '\n') end -= 1;
  sink.malformed(bytes, start, end);
  return bytes[lineBreak] === 13 && bytes[lineBreak + 1] === 10 ? lineBreak + 2 : lineBreak + 1;
}
