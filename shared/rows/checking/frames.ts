/** Records of a file, gathered into the frames that cleaning takes. */
import type { Dataset } from '../../datasets/declaration.ts';
import { copyValues, FormatError } from '../../formats/index.ts';
import { FRAME_ROWS, type Frame, frameColumn } from '../cleaning/frame.ts';
import type { Limits } from '../reading/limits.ts';
import type { RowFile, RowSink } from '../reading/row-file.ts';

interface Gathered {
  readonly rowNumbers: number[];
  readonly malformed: string[];
  readonly problems: string[];
  readonly columns: string[][];
}

/** The frames of a file, in its order. @throws FormatError for what will never be read, and for too many rows */
export async function* framesOf(
  file: RowFile,
  dataset: Dataset,
  limits: Pick<Limits, 'rows'>,
): AsyncGenerator<Frame, void> {
  const places = Object.keys(dataset.columns).map((name) => file.columns.indexOf(name));
  const values = copyValues(file.columns.length);
  let frame = nothing(places.length);
  let rows = 0;
  const add = (record: readonly string[], malformed = '', problem = ''): void => {
    rows += 1;
    if (rows > limits.rows)
      throw new FormatError(`the batch has more than ${limits.rows} rows: cut it into several`);
    frame.rowNumbers.push(rows);
    frame.malformed.push(malformed);
    frame.problems.push(problem);
    for (const [index, place] of places.entries()) frame.columns[index]?.push(record[place] ?? '');
  };
  const sink: RowSink = {
    record: (bytes, start, end) => add(values(bytes, start, end)),
    malformed: (bytes, start, end, problem?: 'encoding') =>
      add([], bytes.toString('utf8', start, end), problem),
  };
  for await (const _ of file.feed(sink)) {
    if (frame.rowNumbers.length < FRAME_ROWS) continue;
    yield ended(frame);
    frame = nothing(places.length);
  }
  if (frame.rowNumbers.length > 0) yield ended(frame);
}

const nothing = (width: number): Gathered => ({
  rowNumbers: [],
  malformed: [],
  problems: [],
  columns: Array.from({ length: width }, () => []),
});

const ended = (frame: Gathered): Frame => ({
  ...frame,
  rows: frame.rowNumbers.length,
  columns: frame.columns.map(frameColumn),
});
