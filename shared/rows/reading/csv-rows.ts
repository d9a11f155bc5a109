/** A CSV file: the header is held against the data set, then record after record is passed on as bytes. */
import type { Dataset } from '../../datasets/declaration.ts';
import { csvFields, csvSplitter, FormatError } from '../../formats/index.ts';
import { checkColumns } from './header.ts';
import type { Limits } from './limits.ts';
import type { RowFile, RowSink } from './row-file.ts';

/** @throws FormatError when the header does not fit the data set */
export async function csvRows(
  chunks: AsyncIterable<Buffer>,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  let columns: string[] | undefined;
  let sink: RowSink | undefined;
  /** Records of the chunk that had the header, until there is a sink. */
  const early: { bytes: Buffer; whole: boolean }[] = [];
  const splitter = csvSplitter((bytes, start, end, fields, isWhole) => {
    if (!columns) {
      columns = headerOf(bytes.subarray(start, end));
      checkColumns(dataset, columns);
      return;
    }
    if (start === end && columns.length > 1) return;
    const whole = isWhole && fields === columns.length;
    if (!sink) early.push({ bytes: bytes.subarray(start, end), whole });
    else if (whole) sink.record(bytes, start, end);
    else sink.malformed(bytes, start, end);
  }, limits.record);

  const iterator = chunks[Symbol.asyncIterator]();
  const next = async (): Promise<boolean> => {
    const { done, value } = await iterator.next();
    if (done) splitter.end();
    else splitter.push(value);
    return !done;
  };
  let more = true;
  while (more && !columns) more = await next();
  if (!columns) throw new FormatError('the file is empty, expected CSV with a header');
  return {
    reading: { format: 'csv' },
    columns,
    async *feed(to) {
      sink = to;
      for (const { bytes, whole } of early.splice(0)) {
        if (whole) to.record(bytes, 0, bytes.length);
        else to.malformed(bytes, 0, bytes.length);
      }
      yield;
      while (more) {
        more = await next();
        yield;
      }
    },
  };
}

/** Without the byte order mark that some programs put first. */
function headerOf(bytes: Buffer): string[] {
  return csvFields(bytes.toString('utf8').replace(/^\uFEFF/, '')).map((name) => name.trim());
}
