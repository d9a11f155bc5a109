/** A CSV file (gzip allowed) as the source of the data API: cut into batches in the order of its rows. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { csvFields } from '../../shared/formats/index.ts';
import { KEYS, type Listing, type Source } from './source.ts';

/** Numbers in the answer, where they can be read as such; everything else stays text. */
const NUMERIC = new Set(['brokered_by', 'price', 'bed', 'bath', 'acre_lot', 'street', 'house_size']);

/**
 * @param rows rows in each batch
 * @param batches at most so many; default as many as the file has rows for
 * @throws when the file cannot be read, or its header has none of the 12 keys or names that are none of them
 */
export async function csvSource(path: string, rows: number, batches?: number): Promise<Source> {
  const lines = await linesOf(path);
  const header = csvFields(lines.shift() ?? '').map((name) => name.trim());
  if (!KEYS.some((key) => header.includes(key)))
    throw new Error(
      `${path} has none of the columns ${KEYS.join(', ')} in its first line: "${header.join(',').slice(0, 200)}"`,
    );
  const unknown = header.filter((name) => !KEYS.some((key) => key === name));
  if (unknown.length > 0)
    throw new Error(`${path} has columns that no listing has: ${unknown.join(', ').slice(0, 200)}`);
  const count = Math.ceil(lines.length / rows);
  return {
    synthetic: false,
    description: `${path}: ${lines.length} rows in batches of ${rows}`,
    batches: Math.min(batches ?? count, count),
    *batch(number) {
      for (const line of lines.slice((number - 1) * rows, number * rows))
        yield listingOf(header, csvFields(line));
    },
  };
}

async function linesOf(path: string): Promise<string[]> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const lines: string[] = [];
  const failed = new Promise<never>((_, reject) => {
    file.on('error', reject);
    input.on('error', reject);
  });
  const read = async (): Promise<string[]> => {
    for await (const line of createInterface({
      input,
      crlfDelay: Number.POSITIVE_INFINITY,
    }))
      if (line !== '') lines.push(line);
    return lines;
  };
  return await Promise.race([read(), failed]);
}

/** All 12 keys, null where the file has nothing. */
function listingOf(header: readonly string[], fields: readonly string[]): Listing {
  const given = new Map(header.map((name, index) => [name, fields[index] ?? '']));
  return Object.fromEntries(KEYS.map((key) => [key, cellOf(key, given.get(key) ?? '')])) as Listing;
}

function cellOf(key: string, text: string): string | number | null {
  if (text === '') return null;
  return NUMERIC.has(key) && Number.isFinite(Number(text)) ? Number(text) : text;
}
