/**
 * The one reading of CSV: where a record and its fields end. As Python's csv and spreadsheets have it, a quote opens a
 * field only at its start, inside two of them are one, and what follows the closing one belongs to the field.
 */
import { beginRecord, type CsvRecord, emptyRecord } from './csv-record.ts';

export const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** How a file is written. */
export interface Dialect {
  readonly separator: Separator;
  /** What ends a record: a line feed, with or without a carriage return before it; or a carriage return alone, too. */
  readonly lineEnd: '\n' | '\r';
}

/** The record does not end in these bytes. */
export const OPEN = -1;
/** It goes over several lines, and has too many fields already: its quote was none. */
export const BROKEN = -2;

export interface CsvScanner {
  readonly record: CsvRecord;
  /** Reads one record. @returns where the next one begins, or OPEN, or BROKEN */
  scan(bytes: Buffer, start: number): number;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** @param width how many fields a record should have */
export function csvScanner({ separator, lineEnd }: Dialect, width: number): CsvScanner {
  const between = separator.charCodeAt(0);
  /** Most bytes are higher, which one comparison tells. */
  const highest = Math.max(QUOTE, between);
  const record = emptyRecord();

  function unexpectedQuote(): void {
    record.quoted = true;
    record.plain = false;
  }

  /** Of a carriage return; at the end of the bytes whoever asks has to wait for more. */
  function endsLine(bytes: Buffer, at: number): boolean {
    if (lineEnd === '\r') return true;
    let after = at + 1;
    while (bytes[after] === CR) after += 1;
    return after >= bytes.length || bytes[after] === LF;
  }

  /** Where the quotes end that open at `open`, behind the closing one; the end of the bytes when they do not say. */
  function quotesEnd(bytes: Buffer, open: number): number {
    const { length } = bytes;
    record.quoted = true;
    let lineBreak = -1;
    for (let at = open + 1; at < length; at++) {
      const byte = bytes[at] as number;
      if (byte > QUOTE) continue;
      if (byte === QUOTE) {
        if (bytes[at + 1] === QUOTE) at += 1;
        else return closed(bytes, at + 1, lineBreak);
      } else if (lineBreak < 0 && isLineBreak(byte)) {
        lineBreak = at;
        if (record.lineBreak < 0) record.lineBreak = at;
      }
    }
    return length;
  }

  const isLineBreak = (byte: number): boolean => byte === LF || (byte === CR && lineEnd === '\r');

  function closed(bytes: Buffer, after: number, lineBreak: number): number {
    if (after >= bytes.length) return bytes.length;
    const byte = bytes[after] as number;
    if (byte !== between && byte !== LF && byte !== CR) {
      record.plain = false;
      if (lineBreak >= 0) record.sound = false;
    }
    return after;
  }

  /** @param at the line break */
  function nextStart(bytes: Buffer, at: number): number {
    if (bytes[at] === LF) return at + 1;
    let after = at + 1;
    if (lineEnd === '\n') while (bytes[after] === CR) after += 1;
    // Whether a line feed belongs to it is to be seen.
    if (after >= bytes.length) return OPEN;
    return bytes[after] === LF ? after + 1 : after;
  }

  function scan(bytes: Buffer, start: number): number {
    beginRecord(record, bytes, start);
    const { ends } = record;
    const { length } = bytes;
    let fields = 0;
    for (let at = opened(bytes, start); at < length; at++) {
      const byte = bytes[at] as number;
      if (byte > highest) continue;
      if (byte === between) {
        ends[fields++] = at;
        if (fields >= width && record.lineBreak >= 0) return ended(BROKEN, at, fields);
        at = opened(bytes, at + 1) - 1;
      } else if (byte === QUOTE) unexpectedQuote();
      else if (byte !== LF && byte !== CR) continue;
      else if (byte === CR && !endsLine(bytes, at)) record.sound = false;
      else {
        ends[fields++] = at;
        return ended(nextStart(bytes, at), at, fields);
      }
    }
    return ended(OPEN, length, fields);
  }

  /** Where a field goes on that begins at `at`: behind its quotes, if it has any. */
  const opened = (bytes: Buffer, at: number): number =>
    at < bytes.length && bytes[at] === QUOTE ? quotesEnd(bytes, at) : at;

  function ended(next: number, at: number, fields: number): number {
    record.end = at;
    record.fields = fields;
    return next;
  }
  return { record, scan };
}
