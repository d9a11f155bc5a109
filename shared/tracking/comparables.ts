/** The file of training rows that are shown as comparable: what they are to the model, and what people read of them. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ShownRow, type Spreads, spreadsOf } from '../ml/neighbours/likeness.ts';
import type { NeighbourCodes } from '../ml/neighbours/neighbours.ts';

export interface Comparables {
  readonly codes: NeighbourCodes;
  /** How many rows there are. */
  readonly count: number;
  readonly row: (index: number) => ShownRow;
  /** Of its numeric columns. */
  readonly spreads: Spreads;
}

/** At the beginning of the file: its length in 4 bytes, then JSON. */
interface Header {
  readonly format: 1;
  readonly columns: readonly string[];
  readonly count: number;
  readonly rows: number;
  readonly spreads: Spreads;
  readonly coordinates: NeighbourCodes['coordinates'];
  /** Bytes of the codes. */
  readonly codes: number;
}

/** Fast: the file is read more often than it is worth to press out its last bytes. */
const LEVEL = 3;

/** @param values of each shown column, one for each row */
export function writeComparables(
  { rows, codes, coordinates }: NeighbourCodes,
  values: Readonly<Record<string, readonly ShownRow[string][]>>,
): Uint8Array {
  const columns = Object.keys(values);
  const count = Object.values(values)[0]?.length ?? 0;
  const spreads = spreadsOf(values);
  const header: Header = { format: 1, columns, count, rows, spreads, coordinates, codes: codes.length };
  const texts = Array.from({ length: count }, (_, row) =>
    Buffer.from(JSON.stringify(columns.map((name) => values[name]?.[row] ?? null))),
  );
  const ends = new Uint32Array(count + 1);
  texts.forEach((text, row) => {
    ends[row + 1] = (ends[row] as number) + text.length;
  });
  const words = Buffer.from(JSON.stringify(header));
  // The codes are read as words of 4 bytes.
  const head = Buffer.alloc(4 + Math.ceil(words.length / 4) * 4, ' ');
  head.writeUInt32LE(head.length - 4);
  words.copy(head, 4);
  return gzipSync(Buffer.concat([head, codes, new Uint8Array(ends.buffer), ...texts]), { level: LEVEL });
}

/** @throws when the bytes are no such file */
export function readComparables(bytes: Uint8Array): Comparables {
  // In a buffer of its own, as words have to be aligned.
  const file = new Uint8Array(gunzipSync(bytes)).buffer;
  const length = new DataView(file).getUint32(0, true);
  const text = new TextDecoder();
  const header = JSON.parse(text.decode(new Uint8Array(file, 4, length))) as Header;
  if (header.format !== 1) throw new Error(`the comparables have format ${header.format}, expected 1`);
  const { columns, count, rows, spreads, coordinates } = header;
  const codes = new Uint8Array(file, 4 + length, header.codes);
  const ends = new Uint32Array(file, 4 + length + header.codes, count + 1);
  const texts = new Uint8Array(file, 4 + length + header.codes + 4 * (count + 1));
  return {
    codes: { rows, codes, coordinates },
    count,
    spreads,
    row: (index) => {
      const values = JSON.parse(
        text.decode(texts.subarray(ends[index], ends[index + 1])),
      ) as ShownRow[string][];
      return Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null]));
    },
  };
}
