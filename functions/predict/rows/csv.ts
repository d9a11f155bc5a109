/** CSV (RFC 4180) as objects: the first record names the fields; an empty field is an absent one. */
import { HttpError } from '../../../shared/runtime/http.ts';

/** Records that are parsed in one go. */
const RECORDS = 1000;

/** @throws HttpError 400 when there is no header, or a record has another number of fields than it */
export function* csvRows(body: Buffer): Generator<readonly Record<string, string>[]> {
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  let header: readonly string[] | undefined;
  let rows: Record<string, string>[] = [];
  let number = 0;
  for (const record of records(text)) {
    number += 1;
    if (!header) {
      header = headerFrom(record);
      continue;
    }
    rows.push(rowOf(header, record, number));
    if (rows.length === RECORDS) {
      yield rows;
      rows = [];
    }
  }
  if (!header) throw new HttpError(400, 'the CSV is empty; its first line names the fields');
  yield rows;
}

function headerFrom(record: readonly string[]): readonly string[] {
  const names = record.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new HttpError(400, `the CSV names the field "${twice}" twice`);
  return names;
}

function rowOf(header: readonly string[], record: readonly string[], number: number): Record<string, string> {
  if (record.length !== header.length)
    throw new HttpError(
      400,
      `record ${number} of the CSV has ${record.length} fields, its header ${header.length}`,
    );
  const row: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [index, value] of record.entries()) if (value !== '') row[header[index] as string] = value;
  return row;
}

const UNQUOTED = /[^,\r\n]*/y;

/** Records as lists of fields; lines with nothing on them are skipped. */
function* records(text: string): Generator<string[]> {
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { value, end } = text[at] === '"' ? quoted(text, at) : unquoted(text, at);
    record.push(value);
    at = end;
    if (text[at] === ',') {
      at += 1;
      // A comma at the very end is followed by one more, empty, field.
      if (at < text.length) continue;
      record.push('');
    } else if (at < text.length && text[at] !== '\r' && text[at] !== '\n')
      throw new HttpError(400, `the CSV has "${text.slice(at, at + 20)}" after a quoted field`);
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (record.length > 1 || record[0] !== '') yield record;
    record = [];
  }
}

function unquoted(text: string, at: number): { value: string; end: number } {
  UNQUOTED.lastIndex = at;
  const value = UNQUOTED.exec(text)?.[0] ?? '';
  return { value, end: at + value.length };
}

/** Two quotes inside stand for one. */
function quoted(text: string, at: number): { value: string; end: number } {
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) throw new HttpError(400, 'the CSV ends inside a quoted field');
  return { value: text.slice(at + 1, end).replaceAll('""', '"'), end: end + 1 };
}
