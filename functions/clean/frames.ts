/** The raw rows of a batch, frame by frame, read with COPY. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { FRAME_ROWS, type Frame } from '../../shared/rows/cleaning/frame.ts';
import { copyOut, literal } from '../../shared/store/copy.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { quoted } from '../../shared/store/tables.ts';
import { copiedFrames } from './copied.ts';

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
  const framesIn = copiedFrames(Object.keys(dataset.columns).length);
  // Blocks rather than row numbers: they need no index, which would cost the load more than all reading does.
  const step = Math.max(1, Math.floor((blocks * FRAME_ROWS) / extent.rows));
  for (let block = extent.first; block <= extent.last; block += step) {
    // Rows need not lie evenly: these may be more than one frame.
    yield* framesIn(await copyOut(sql, frameQuery(dataset, batch, block, block + step)));
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
  ) to stdout (format binary)`;
}
