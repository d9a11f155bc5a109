/**
 * Rows of a Parquet file. It is read in memory, as it begins at its end, by a thread of its own: of all formats it is
 * the one whose bytes say where to go on, how often and how much, so that whoever reads it has to be one who can be
 * stopped. Text is read as it streams by, and takes no more than its bytes do.
 */
import type { Dataset } from '../../datasets/declaration.ts';
import { FormatError } from '../../formats/index.ts';
import type { Limits } from './limits.ts';
import type { Piece } from './parquet-pieces.ts';
import type { ParquetAnswer, ParquetTask } from './parquet-thread.ts';
import type { RowFile, RowSink } from './row-file.ts';
import { type Answers, threadOf } from './thread.ts';

/** @throws FormatError when it is no Parquet file, or its columns do not fit the data set */
export async function parquetRows(
  chunks: AsyncIterable<Buffer>,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  const answers = threadFor(await whole(chunks, limits.parquet.file), dataset, limits);
  const { columns, dropped } = await keptIn(answers);
  return {
    reading: { format: 'parquet', ...(dropped.length > 0 ? { dropped } : {}) },
    columns,
    close: answers.stop,
    async *feed(sink) {
      try {
        for (let answer = await answers.next(); answer; answer = await answers.next()) {
          if ('piece' in answer) tell(sink, answer.piece);
          yield;
        }
      } finally {
        answers.stop();
      }
    },
  };
}

/** Beside this file, and as it is: a bundle beside bundles. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './parquet-thread.ts' : './parquet-thread.js',
  import.meta.url,
);

function threadFor(
  file: Uint8Array<ArrayBuffer>,
  { name, columns }: Dataset,
  limits: Limits,
): Answers<ParquetAnswer> {
  const given: ParquetTask = { file, dataset: { name, columns }, limits };
  return threadOf(ENTRY, { what: 'the Parquet file', given, moved: [file.buffer] }, limits.thread);
}

async function keptIn(answers: Answers<ParquetAnswer>) {
  const answer = await answers.next();
  if (answer && 'kept' in answer) return answer.kept;
  throw new Error('a Parquet file was not opened');
}

function tell(sink: RowSink, { bytes, ends, unclean }: Piece): void {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let [start, marked] = [0, 0];
  for (let row = 0; row < ends.length; row++) {
    const end = ends[row] as number;
    if (unclean[marked] !== row) sink.record(all, start, end);
    else {
      sink.malformed(all, start, end, 'encoding');
      marked += 1;
    }
    start = end;
  }
}

/** In memory of its own. @throws FormatError when there are more bytes than that */
async function whole(chunks: AsyncIterable<Buffer>, largest: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > largest)
      throw new FormatError(`a Parquet file may have ${largest} bytes, this has more: cut it, or send CSV`);
  }
  const file = new Uint8Array(bytes);
  let at = 0;
  // Each part goes as it is copied, so that the file is not there twice.
  for (let part = parts.shift(); part; part = parts.shift()) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
