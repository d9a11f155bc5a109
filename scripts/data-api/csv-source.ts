/** A CSV file (gzip allowed) as the source of the data API: cut into batches in the order of its rows. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { KEYS, type Listing, type Source } from '../../functions/console/sample/source.ts';
import {
  bodyAsUtf8,
  type CsvHeader,
  csvHeader,
  csvObjects,
  csvSplitter,
  knownAmong,
} from '../../shared/formats/index.ts';

/** Numbers in the answer, where they can be read as such; everything else stays text. */
const NUMERIC = new Set(['brokered_by', 'price', 'bed', 'bath', 'acre_lot', 'street', 'house_size']);

/**
 * @param rows rows in each batch
 * @param batches at most so many; default as many as the file has rows for
 * @throws when the file cannot be read, a row of it cannot be split, or its header has none of the 12 keys or names
 * that are none of them
 */
export async function csvSource(path: string, rows: number, batches?: number): Promise<Source> {
  const file = await textOf(path);
  const header = csvHeader(file, true, (names) => knownAmong(names, KEYS));
  checkNames(path, header);
  const starts = startsOf(path, file, header);
  const count = Math.ceil(starts.length / rows);
  return {
    synthetic: false,
    description: `${path}: ${starts.length} rows in batches of ${rows}`,
    batches: Math.min(batches ?? count, count),
    *batch(number) {
      const records = file.subarray(starts[(number - 1) * rows], starts[number * rows]);
      const csv = Buffer.concat([file.subarray(0, header.next), records]);
      for (const some of csvObjects(csv, KEYS)) yield* some.map(listingOf);
    },
  };
}

/** As UTF-8, its last line with its end. */
async function textOf(path: string): Promise<Buffer> {
  const file = await readFile(path);
  const unpacked = path.endsWith('.gz') ? await promisify(gunzip)(file) : file;
  return Buffer.concat([bodyAsUtf8(unpacked), Buffer.from('\n')]);
}

function checkNames(path: string, { names }: CsvHeader): void {
  const header = names.map((name) => name.trim());
  if (!KEYS.some((key) => header.includes(key)))
    throw new Error(
      `${path} has none of the columns ${KEYS.join(', ')} in its first line: "${header.join(',').slice(0, 200)}"`,
    );
  const unknown = header.filter((name) => !KEYS.some((key) => key === name));
  if (unknown.length > 0)
    throw new Error(`${path} has columns that no listing has: ${unknown.join(', ').slice(0, 200)}`);
}

/** Where the records begin. */
function startsOf(path: string, file: Buffer, { dialect, names, next }: CsvHeader): number[] {
  const starts: number[] = [];
  const shape = { dialect, width: names.length, longest: Number.POSITIVE_INFINITY };
  const splitter = csvSplitter(shape, {
    record: ({ start }) => starts.push(next + start),
    malformed(bytes, start, end) {
      throw new Error(
        `a row of ${path} cannot be split into ${names.length} fields: "${bytes.toString('utf8', start, Math.min(end, start + 200))}"`,
      );
    },
  });
  splitter.push(file.subarray(next));
  splitter.end();
  return starts;
}

/** All 12 keys, null where the file has nothing. */
function listingOf(row: Readonly<Record<string, string>>): Listing {
  return Object.fromEntries(KEYS.map((key) => [key, cellOf(key, row[key] ?? '')])) as Listing;
}

function cellOf(key: string, text: string): string | number | null {
  if (text === '') return null;
  return NUMERIC.has(key) && Number.isFinite(Number(text)) ? Number(text) : text;
}
