/**
 * POST /api/datasets/<dataset>/as-csv?filename=: a file that a browser cannot read (Parquet, JSON, packed) as CSV. It may
 * have any of the data set's columns and no others. Nothing of it is stored.
 */
import { Readable } from 'node:stream';
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { FormatError } from '../../../shared/formats/index.ts';
import { fileRows } from '../../../shared/rows/reading/file.ts';
import type { RowFile } from '../../../shared/rows/reading/row-file.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { HERE, pieces, smallFile, takeTurn } from '../small-file.ts';

const ELSEWHERE = 'as CSV it may be of any size, and goes to the model in slices';

/** @throws HttpError 400 for what cannot be read */
export async function asCsv(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  const file = await smallFile(request, ELSEWHERE);
  const named = {
    filename: request.query.get('filename') ?? '',
    mediaType: request.headers['content-type'] ?? '',
  };
  const done = takeTurn();
  try {
    const lines = linesOf(await fileRows(pieces(file), named, ofAnyColumns(dataset), HERE));
    // What is wrong with the beginning is said before anything else is.
    const first = await lines.next();
    const body = Readable.from(withFirst(first.value ?? Buffer.alloc(0), lines));
    body.once('close', done);
    return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body };
  } catch (error) {
    done();
    throw error instanceof FormatError ? new HttpError(400, error.message) : error;
  }
}

/** Whoever asks the model may leave out any column, and what it is asked for above all. */
const ofAnyColumns = (dataset: Dataset): Dataset => ({
  ...dataset,
  columns: Object.fromEntries(
    Object.entries(dataset.columns).map(([name, column]) => [name, { ...column, optional: true }]),
  ),
});

async function* withFirst(first: Buffer, lines: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* lines;
}

async function* linesOf(file: RowFile): AsyncGenerator<Buffer, undefined> {
  let waiting: Buffer[] = [Buffer.from(`${file.columns.map(quoted).join(',')}\n`)];
  const sink = {
    record: (bytes: Buffer, start: number, end: number) =>
      waiting.push(Buffer.from(bytes.subarray(start, end)), LINE_END),
    // One cell, where there should be several: it is told as such.
    malformed: (bytes: Buffer, start: number, end: number) =>
      waiting.push(Buffer.from(quoted(bytes.toString('utf8', start, end))), LINE_END),
  };
  for await (const _ of file.feed(sink)) {
    yield Buffer.concat(waiting);
    waiting = [];
  }
  yield Buffer.concat(waiting);
}

const LINE_END = Buffer.from('\n');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
