/** CSV as objects: the first record names the fields; an empty field is an absent one. */
import { csvFields } from './csv-fields.ts';
import { csvHeader, MOST_COLUMNS } from './csv-header.ts';
import { csvSplitter } from './csv-splitter.ts';
import { FormatError } from './format-error.ts';
import { isCleanText } from './utf8.ts';

/** Bytes that are read in one go, some hundred records. */
const PIECE = 64 * 1024;
const HEADER = 128 * 1024;

/**
 * @param body UTF-8
 * @param known names of which the header should have some: they tell the separator
 * @throws FormatError when there is no header or a far too wide one, or a record has another number of fields than it
 */
export function* csvObjects(
  body: Buffer,
  known: readonly string[] = [],
): Generator<readonly Record<string, string>[]> {
  const { dialect, names, next } = csvHeader(body.subarray(0, HEADER), body.length <= HEADER, (written) =>
    knownAmong(written, known),
  );
  const header = headerFrom(names);
  let number = 1;
  const rows: Record<string, string>[] = [];
  const splitter = csvSplitter(
    { dialect, width: header.length, longest: Number.POSITIVE_INFINITY },
    {
      record(record) {
        number += 1;
        if (!isCleanText(record.bytes.subarray(record.start, record.end)))
          throw new FormatError(`record ${number} of the CSV is not UTF-8 text`);
        rows.push(rowOf(header, csvFields(record)));
      },
      malformed(bytes, start, end) {
        throw new FormatError(
          `record ${number + 1} of the CSV cannot be split into the ${header.length} fields of its header: ${JSON.stringify(bytes.toString('utf8', start, Math.min(end, start + 200)))}`,
        );
      },
    },
  );
  for (let at = next; at < body.length; at += PIECE) {
    splitter.push(body.subarray(at, at + PIECE));
    yield rows.splice(0);
  }
  splitter.end();
  yield rows;
}

/** How many of the names are known. */
export const knownAmong = (names: readonly string[], known: readonly string[]): number =>
  names.filter((name) => known.includes(name.trim())).length;

function headerFrom(written: readonly string[]): readonly string[] {
  if (written.length > MOST_COLUMNS)
    throw new FormatError(`the CSV has ${written.length} columns, at most ${MOST_COLUMNS} are read`);
  const names = written.map((name) => name.trim());
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new FormatError(`the CSV names the field "${twice}" twice`);
  return names;
}

function rowOf(header: readonly string[], record: readonly string[]): Record<string, string> {
  const row: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [index, value] of record.entries()) if (value !== '') row[header[index] as string] = value;
  return row;
}
