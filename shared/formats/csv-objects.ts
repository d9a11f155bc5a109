/** CSV as objects: the first record names the fields; an empty field is an absent one. */
import { csvRecords } from './csv-text.ts';
import { FormatError } from './format-error.ts';

/** Records that are given in one go. */
const RECORDS = 1000;

/** @throws FormatError when there is no header, or a record has another number of fields than it */
export function* csvObjects(body: Buffer): Generator<readonly Record<string, string>[]> {
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  let header: readonly string[] | undefined;
  let rows: Record<string, string>[] = [];
  let number = 0;
  for (const record of csvRecords(text)) {
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
  if (!header) throw new FormatError('the CSV is empty; its first line names the fields');
  yield rows;
}

function headerFrom(record: readonly string[]): readonly string[] {
  const names = record.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new FormatError(`the CSV names the field "${twice}" twice`);
  return names;
}

function rowOf(header: readonly string[], record: readonly string[], number: number): Record<string, string> {
  if (record.length !== header.length)
    throw new FormatError(
      `record ${number} of the CSV has ${record.length} fields, its header ${header.length}`,
    );
  const row: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [index, value] of record.entries()) if (value !== '') row[header[index] as string] = value;
  return row;
}
