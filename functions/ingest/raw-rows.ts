/**
 * Raw rows on their way into COPY: each record behind its batch, number and origin. A record that does not fit the
 * columns becomes a row all the same, with its text in `raw_text` and why in `raw_problem`, to be rejected by `clean`.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import type { Limits } from '../../shared/rows/reading/limits.ts';
import type { RowSink } from '../../shared/rows/reading/row-file.ts';
import { quoted } from '../../shared/store/tables.ts';
import type { Batch } from './batch.ts';

const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const START_BYTES = 512 * 1024;

export interface RawRows extends RowSink {
  /** What has been gathered, after each step of `feeding`. */
  chunks(feeding: AsyncIterable<void>): AsyncIterable<Buffer>;
  /** Rows so far. */
  count(): number;
}

export function copyStatement(dataset: Dataset, columns: readonly string[]): string {
  const names = ['batch', 'row_number', 'origin', 'raw_text', 'raw_problem', ...columns]
    .map(quoted)
    .join(', ');
  return `copy ${quoted(dataset.name)}.raw_data (${names}) from stdin (format csv)`;
}

/** @param columns how many there are in a record */
export function rawRows(batch: Batch, columns: number, limits: Pick<Limits, 'rows'>): RawRows {
  const before = Buffer.from(`"${batch.id.replaceAll('"', '""')}",`);
  const after = Buffer.from(`,${batch.origin},`);
  let out = Buffer.allocUnsafe(START_BYTES);
  let at = 0;
  let rows = 0;

  const reserve = (bytes: number): void => {
    if (at + bytes <= out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(out.length * 2, at + bytes));
    out.copy(larger, 0, 0, at);
    out = larger;
  };
  const begin = (bytes: number): void => {
    rows += 1;
    if (rows > limits.rows)
      throw new PermanentError(`the batch has more than ${limits.rows} rows: cut it into several`);
    reserve(before.length + after.length + bytes + 16);
    at += before.copy(out, at);
    at += out.write(String(rows), at, 'latin1');
    at += after.copy(out, at);
  };
  const take = (): Buffer | undefined => {
    if (at === 0) return undefined;
    const taken = out.subarray(0, at);
    out = Buffer.allocUnsafe(Math.max(START_BYTES, at));
    at = 0;
    return taken;
  };
  return {
    record(bytes, start, end) {
      begin(end - start);
      out[at++] = COMMA;
      out[at++] = COMMA;
      at += bytes.copy(out, at, start, end);
      out[at++] = LF;
    },
    malformed(bytes, start, end, problem) {
      const why: string = problem ?? '';
      begin(2 * (end - start) + why.length + columns + 3);
      out[at++] = QUOTE;
      for (let i = start; i < end; i++) {
        const byte = bytes[i] as number;
        if (byte === QUOTE) out[at++] = QUOTE;
        out[at++] = byte;
      }
      out[at++] = QUOTE;
      out[at++] = COMMA;
      at += out.write(why, at, 'latin1');
      // All columns null.
      out.fill(COMMA, at, at + columns);
      at += columns;
      out[at++] = LF;
    },
    async *chunks(feeding) {
      for await (const _ of feeding) {
        const taken = take();
        if (taken) yield taken;
      }
    },
    count: () => rows,
  };
}
