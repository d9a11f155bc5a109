/** The raw rows of a batch, frame by frame, read with COPY. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { FRAME_ROWS, type Frame } from '../../shared/rows/cleaning/frame.ts';
import { copyOut, literal } from '../../shared/store/copy.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { quoted } from '../../shared/store/tables.ts';

/** Where the rows of a batch lie in the table, and how many they are. */
interface Extent {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
}

/** The frames of a batch, in the order in which its rows were stored. Each is read when it is asked for. */
export async function* frames(
  sql: Transaction,
  dataset: Dataset,
  batch: string,
): AsyncGenerator<Frame, undefined> {
  const extent = await extentOf(sql, dataset, batch);
  if (!extent) return;
  const blocks = extent.last - extent.first + 1;
  const width = Object.keys(dataset.columns).length;
  // Blocks rather than row numbers: they need no index, which would cost the load more than all reading does.
  const step = Math.max(1, Math.floor((blocks * FRAME_ROWS) / extent.rows));
  for (let block = extent.first; block <= extent.last; block += step) {
    const bytes = await copyOut(sql, frameQuery(dataset, batch, block, block + step));
    const text = bytes.toString('utf8');
    const lines = text.split('\n');
    lines.pop();
    // Rows need not lie evenly.
    for (let from = 0; from < lines.length; from += FRAME_ROWS)
      yield parseFrame(lines.slice(from, from + FRAME_ROWS), width, text.includes('\\'));
  }
}

async function extentOf(sql: Transaction, dataset: Dataset, batch: string): Promise<Extent | undefined> {
  const [found] = await sql<{ first: string | null; last: string; rows: number }[]>`
    select min(ctid)::text as first, max(ctid)::text as last, count(*)::int as rows
    from ${sql(`${dataset.name}.raw_data`)} where batch = ${batch}`;
  if (!found?.first) return undefined;
  return { first: blockOf(found.first), last: blockOf(found.last), rows: found.rows };
}

/** "(17,3)" is the third row of block 17. */
const blockOf = (ctid: string): number => Number(/\d+/.exec(ctid)?.[0]);

/** The batch is compared as an expression, so that no index is taken for it: the range of blocks is the way in. */
function frameQuery(dataset: Dataset, batch: string, from: number, to: number): string {
  const columns = Object.keys(dataset.columns).map(quoted).join(', ');
  return `copy (
    select row_number, raw_text, raw_problem, ${columns} from ${quoted(dataset.name)}.raw_data
    where ctid >= '(${from},0)' and ctid < '(${to},0)' and batch || '' = ${literal(batch)}
  ) to stdout (format text, null '')`;
}

function parseFrame(lines: readonly string[], width: number, escaped: boolean): Frame {
  const rows = lines.length;
  const rowNumbers = new Array<string>(rows);
  const malformed = new Array<string>(rows);
  const problems = new Array<string>(rows);
  const columns = Array.from({ length: width }, () => new Array<string>(rows));
  for (let row = 0; row < rows; row++) {
    const values = (lines[row] as string).split('\t');
    if (escaped) values.forEach(unescapeAt);
    rowNumbers[row] = values[0] as string;
    malformed[row] = values[1] as string;
    problems[row] = values[2] as string;
    for (let column = 0; column < width; column++)
      (columns[column] as string[])[row] = values[column + 3] as string;
  }
  return { rows, rowNumbers, malformed, problems, columns };
}

const UNESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescapeAt(value: string, index: number, values: string[]): void {
  if (value.includes('\\'))
    values[index] = value.replace(/\\(.)/gs, (_, letter) => UNESCAPED[letter] ?? letter);
}
