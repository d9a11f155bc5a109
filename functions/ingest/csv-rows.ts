/** A CSV file as input of COPY. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { csvFields, csvSplitter } from '../../shared/datasets/formats/index.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import type { Batch } from './batch.ts';
import { checkColumns } from './header.ts';
import type { Limits } from './limits.ts';
import { copyStatement, type RawRows, rawRows } from './raw-rows.ts';
import type { Rows } from './rows.ts';

/**
 * Reads the header and gives the rest as rows.
 * @throws PermanentError when the header does not fit the data set
 */
export async function csvRows(
  chunks: AsyncIterable<Buffer>,
  dataset: Dataset,
  batch: Batch,
  limits: Limits,
): Promise<Rows> {
  let rows: RawRows | undefined;
  let columns: string[] = [];
  const splitter = csvSplitter((bytes, start, end, fields, whole) => {
    if (!rows) {
      columns = headerOf(bytes.subarray(start, end));
      checkColumns(dataset, columns);
      rows = rawRows(batch, columns.length, limits);
    } else if (start === end && columns.length > 1) return;
    else if (whole && fields === columns.length) rows.record(bytes, start, end);
    else rows.malformed(bytes, start, end);
  }, limits.record);

  const iterator = chunks[Symbol.asyncIterator]();
  const next = async (): Promise<boolean> => {
    const { done, value } = await iterator.next();
    if (done) splitter.end();
    else splitter.push(value);
    return !done;
  };
  let more = true;
  while (more && !rows) more = await next();
  const begun = rows as RawRows | undefined;
  if (!begun) throw new PermanentError('the file is empty, expected CSV with a header');
  return {
    statement: copyStatement(dataset, columns),
    count: begun.count,
    async *chunks() {
      for (;;) {
        const taken = begun.take();
        if (taken) yield taken;
        if (!more) break;
        more = await next();
      }
      const last = begun.take();
      if (last) yield last;
    },
  };
}

/** Without the byte order mark that some programs put first. */
function headerOf(bytes: Buffer): string[] {
  return csvFields(bytes.toString('utf8').replace(/^\uFEFF/, '')).map((name) => name.trim());
}
