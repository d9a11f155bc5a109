/** What a model answers to rows as they are and as they should not be, asked in a process of its own. */
import { withOddRows } from '../../shared/ml/odd-rows.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import type { Outputs } from '../../shared/onnx/session.ts';
import type { Apart } from './apart.ts';

/** Rows that are sent at once. */
const PIECE = 4096;
/** Rows of which some values are taken away. */
const ODD_ROWS = 2000;

/** Numbers of one output for all rows, row-major. */
export async function numbersOf(
  apart: Pick<Apart, 'run'>,
  table: Table,
  output: string,
): Promise<Float64Array> {
  const pieces: Outputs[] = [];
  for (let start = 0; start < table.rows; start += PIECE) {
    const length = Math.min(PIECE, table.rows - start);
    const rows = Int32Array.from({ length }, (_, at) => start + at);
    pieces.push(await apart.run(takeRows(table, rows), [output]));
  }
  return Float64Array.from(pieces.flatMap((piece) => Array.from(piece[output] ?? [], Number)));
}

/** @throws RefusedModel when an answer is no number, with what was asked */
export async function mustAnswerAll(
  apart: Pick<Apart, 'run'>,
  table: Table,
  columns: readonly string[],
): Promise<void> {
  const known = {
    rows: table.rows,
    columns: Object.fromEntries(columns.map((name) => [name, table.columns[name] ?? []])),
  };
  const few = takeRows(
    known,
    Int32Array.from({ length: Math.min(ODD_ROWS, table.rows) }, (_, row) => row),
  );
  for (const [what, asked] of [
    ['rows as they are', few],
    ['a row of which some values are missing, or have never been seen', withOddRows(few)],
    ['a row of which nothing is known', nothingOf(few)],
  ] as const) {
    const scores = await numbersOf(apart, asked, 'raw');
    if (!scores.every(Number.isFinite))
      throw new RefusedModel(`its answer to ${what} is no number: let it fill in what is missing by itself`);
  }
}

function nothingOf({ columns }: Table): Table {
  const empty = Object.entries(columns).map(([name, column]) => [
    name,
    column instanceof Float64Array ? Float64Array.of(Number.NaN) : [null],
  ]);
  return { rows: 1, columns: Object.fromEntries(empty) };
}
