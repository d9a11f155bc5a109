/**
 * The one reading of CSV: where a record and its fields end. As Python's csv and spreadsheets have it, a quote opens a
 * field only at its start, inside two of them are one, and what follows the closing one belongs to the field.
 */

export const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** How a file is written. */
export interface Dialect {
  readonly separator: Separator;
  /** What ends a record: a line feed, with or without a carriage return before it; or a carriage return alone, too. */
  readonly lineEnd: '\n' | '\r';
}

/** A record in bytes[start, end). It is good until the next one is looked for. */
export interface CsvRecord {
  bytes: Buffer;
  start: number;
  end: number;
  /** How many fields it has. */
  fields: number;
  /** Where each of them ends: at its separator, the last one at the end of the record. */
  readonly ends: number[];
  /** Has quotes, or none. */
  quoted: boolean;
  /** Quotes are only where RFC 4180 has them. */
  plain: boolean;
  /** The first line break inside quotes; -1 where there is none. */
  lineBreak: number;
  /** Nothing says that this is no record: a carriage return alone, text behind quotes that hold a line break. */
  sound: boolean;
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
  const isSpecial = new Uint8Array(256);
  for (const byte of [LF, CR, QUOTE, between]) isSpecial[byte] = 1;
  const record = emptyRecord();

  /** Where the field ends of which `from` is not inside quotes; the end of the bytes when they do not say. */
  function fieldEnd(bytes: Buffer, from: number): number {
    const { length } = bytes;
    for (let at = from; at < length; at++) {
      const byte = bytes[at] as number;
      if (isSpecial[byte] === 0) continue;
      if (byte === between || byte === LF) return at;
      if (byte === QUOTE) unexpectedQuote();
      else if (endsLine(bytes, at)) return at;
      else record.sound = false;
    }
    return length;
  }

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
    begin(record, bytes, start);
    for (let at = start; ; at++) {
      if (at < bytes.length && bytes[at] === QUOTE) at = quotesEnd(bytes, at);
      at = fieldEnd(bytes, at);
      record.end = at;
      if (at >= bytes.length) return OPEN;
      record.ends[record.fields] = at;
      record.fields += 1;
      if (bytes[at] !== between) return nextStart(bytes, at);
      if (record.lineBreak >= 0 && record.fields >= width) return BROKEN;
    }
  }
  return { record, scan };
}

function emptyRecord(): CsvRecord {
  const bytes = Buffer.alloc(0);
  return {
    bytes,
    start: 0,
    end: 0,
    fields: 0,
    ends: [],
    quoted: false,
    plain: true,
    lineBreak: -1,
    sound: true,
  };
}

function begin(record: CsvRecord, bytes: Buffer, start: number): void {
  record.bytes = bytes;
  record.start = start;
  record.fields = 0;
  record.quoted = false;
  record.plain = true;
  record.lineBreak = -1;
  record.sound = true;
}
