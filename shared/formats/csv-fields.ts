/** The values of a record of CSV: as texts, or written anew as RFC 4180 has them. */
import type { CsvRecord } from './csv-record.ts';

const QUOTE = 34;
const COMMA = 44;

/** The fields of a record as texts, unquoted. */
export function csvFields(record: CsvRecord): string[] {
  const { bytes, start, end, fields, quoted, ends } = record;
  // ASCII separators never are a part of another character.
  if (!quoted && fields > 1)
    return bytes.toString('utf8', start, end).split(String.fromCharCode(bytes[ends[0] as number] as number));
  return Array.from({ length: fields }, (_, field) => fieldOf(record, field).toString('utf8'));
}

const fieldStart = ({ start, ends }: CsvRecord, field: number): number =>
  field === 0 ? start : (ends[field - 1] as number) + 1;

/** The bytes of a field, unquoted. */
function fieldOf(record: CsvRecord, field: number): Buffer {
  const { bytes } = record;
  const from = fieldStart(record, field);
  const to = record.ends[field] as number;
  return bytes[from] === QUOTE && from < to ? unquoted(bytes, from + 1, to) : bytes.subarray(from, to);
}

/** What an opening quote is before: up to the closing one two quotes are one, behind it all is as it stands. */
function unquoted(bytes: Buffer, from: number, to: number): Buffer {
  const value = Buffer.allocUnsafe(to - from);
  let length = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      if (bytes[at + 1] !== QUOTE || at + 1 === to)
        return value.subarray(0, length + bytes.copy(value, length, at + 1, to));
      at += 1;
    }
    value[length++] = byte;
  }
  return value.subarray(0, length);
}

/**
 * Records as COPY reads them: commas, quotes, and those fields alone that are asked for.
 * @param places of these fields, in their order
 * @returns writes a record; its bytes are good until the next one is written
 */
export function csvWriter(places: readonly number[]): (record: CsvRecord) => Buffer {
  let out = Buffer.alloc(0);
  return (record) => {
    const most = 2 * (record.end - record.start) + 3 * places.length;
    if (out.length < most) out = Buffer.allocUnsafe(2 * most);
    let at = 0;
    for (let index = 0; index < places.length; index++) {
      if (index > 0) out[at++] = COMMA;
      at = writeField(out, at, record, places[index] as number);
    }
    return out.subarray(0, at);
  };
}

/** @returns where it ends */
function writeField(out: Buffer, start: number, record: CsvRecord, field: number): number {
  const { bytes, plain } = record;
  const from = fieldStart(record, field);
  const to = record.ends[field] as number;
  if (!plain || (bytes[from] !== QUOTE && hasComma(bytes, from, to)))
    return writeQuoted(out, start, fieldOf(record, field));
  let at = start;
  for (let i = from; i < to; i++) out[at++] = bytes[i] as number;
  return at;
}

/** It is no separator then. */
function hasComma(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === COMMA) return true;
  return false;
}

/** An empty field stays without quotes. @returns where it ends */
function writeQuoted(out: Buffer, start: number, field: Buffer): number {
  if (field.length === 0) return start;
  let at = start;
  out[at++] = QUOTE;
  for (const byte of field) {
    if (byte === QUOTE) out[at++] = QUOTE;
    out[at++] = byte;
  }
  out[at++] = QUOTE;
  return at;
}
