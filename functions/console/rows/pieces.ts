/** Clean rows as the pieces of a Parquet file, a group of rows at a time: no more of them is held. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Query } from '../../../shared/store/database.ts';
import type { Asked } from './asked.ts';
import type { FileColumn } from './columns.ts';

/** Of a group: a few megabytes. */
const VALUES = 200_000;
const MOST_ROWS = 20_000;

/**
 * All rows of one statement, so of one moment, in the order of their identity: the same rows make the same file.
 *
 * @param sql a connection that nobody else needs meanwhile: whoever reads slowly keeps it
 */
export async function* parquetPieces(sql: Query, asked: Asked): AsyncGenerator<Buffer, void> {
  const bytes = new ByteWriter();
  const schema = [
    { name: 'root', num_children: asked.columns.length },
    ...asked.columns.map(({ element }) => element),
  ];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'marea' });
  const size = Math.min(MOST_ROWS, Math.ceil(VALUES / asked.columns.length));
  for await (const rows of statement(sql, asked).values().cursor(size)) {
    writer.write({ columnData: inColumns(asked.columns, rows), rowGroupSize: rows.length });
    yield taken(bytes);
  }
  writer.finish();
  yield taken(bytes);
}

function statement(sql: Query, { dataset, since, columns }: Asked) {
  const selected = sql.unsafe(columns.map((column) => column.selected).join(', '));
  const later = since === undefined ? sql`` : sql`where processed_date >= ${since}`;
  return sql`select ${selected} from ${sql(`${dataset.name}.clean_data`)} ${later} order by identity`;
}

type Rows = readonly (readonly unknown[])[];

const inColumns = (columns: readonly FileColumn[], rows: Rows) =>
  columns.map(({ element: { name }, read }, index) => ({
    name,
    data: rows.map((row) => (row[index] === null ? null : read(row[index]))),
  }));

/** What is written so far, for whoever sends it; the writer goes on counting. */
function taken(bytes: ByteWriter): Buffer {
  const piece = Buffer.from(bytes.getBytes());
  bytes.index = 0;
  return piece;
}
