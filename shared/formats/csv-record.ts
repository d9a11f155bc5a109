/** A record of CSV as it is found in bytes. One object for all of a file, as there may be millions of them. */

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

export function emptyRecord(): CsvRecord {
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

export function beginRecord(record: CsvRecord, bytes: Buffer, start: number): void {
  record.bytes = bytes;
  record.start = start;
  record.fields = 0;
  record.quoted = false;
  record.plain = true;
  record.lineBreak = -1;
  record.sound = true;
}
