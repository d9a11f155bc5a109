/** What a file tells its sink, row by row, as values that can be compared. */
import type { Problem, RowFile } from '../../shared/rows/reading/row-file.ts';
import { copyRecord } from './copy-record.ts';

export type Told =
  | { readonly row: Readonly<Record<string, string>> }
  | { readonly malformed: string; readonly problem?: Problem };

export async function toldBy(file: RowFile): Promise<Told[]> {
  const told: Told[] = [];
  const feeding = file.feed({
    record(bytes, start, end) {
      const fields = copyRecord(bytes.toString('utf8', start, end));
      told.push({ row: Object.fromEntries(file.columns.map((name, i) => [name, fields[i] ?? 'absent'])) });
    },
    malformed(bytes, start, end, problem) {
      told.push({ malformed: bytes.toString('utf8', start, end), ...(problem && { problem }) });
    },
  });
  for await (const _ of feeding);
  return told;
}

/** The bytes, in pieces of these sizes again and again. */
export async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer, undefined> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
