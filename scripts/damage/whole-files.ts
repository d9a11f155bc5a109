/** Files before they are damaged: the same kind of rows in every format, Parquet of several programs and codecs. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';

export interface WholeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Written by pandas, pyarrow, polars and duckdb: snappy, zstd and gzip. */
const FOREIGN = new URL('../../functions/ingest/fixtures/', import.meta.url);
/** So many that a column has several pages. */
const ROWS = 3000;

export function wholeFiles(): WholeFile[] {
  const foreign = readdirSync(FOREIGN).filter((name) => name.endsWith('.parquet'));
  const all = rows();
  const csv = csvOf(all);
  return [
    ...foreign.map((name) => ({ name, bytes: readFileSync(new URL(name, FOREIGN)) })),
    { name: 'own.parquet', bytes: parquetOf(all, 'SNAPPY') },
    { name: 'plain.parquet', bytes: parquetOf(all, 'UNCOMPRESSED') },
    { name: 'packed.parquet', bytes: parquetOf(all, 'GZIP') },
    { name: 'rows.csv.gz', bytes: gzipSync(csv) },
    { name: 'stored.csv.gz', bytes: gzipSync(csv, { level: 0 }) },
    { name: 'parquet.gz', bytes: gzipSync(parquetOf(all, 'UNCOMPRESSED')) },
    { name: 'rows.csv', bytes: Buffer.from(csv) },
    { name: 'rows.json', bytes: Buffer.from(JSON.stringify(all)) },
    { name: 'rows.ndjson', bytes: Buffer.from(all.map((row) => JSON.stringify(row)).join('\n')) },
  ];
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly weight: number;
  readonly pieces: number | null;
}

const KINDS = ['fig', 'kiwi', 'Ōtaki apple', 'lime "é"', 'plum, dried'];

const rows = (): Row[] =>
  Array.from({ length: ROWS }, (_, i) => ({
    id: String(1000 + i),
    kind: KINDS[(i * 7) % KINDS.length] ?? '',
    weight: 20 + (i % 90) / 4,
    pieces: i % 11 === 0 ? null : i % 5,
  }));

function csvOf(all: readonly Row[]): string {
  const lines = all.map(
    ({ id, kind, weight, pieces }) => `${id},"${kind.replaceAll('"', '""')}",${weight},${pieces ?? ''}`,
  );
  return `${['id,kind,weight,pieces', ...lines].join('\n')}\n`;
}

function parquetOf(all: readonly Row[], codec: 'SNAPPY' | 'UNCOMPRESSED' | 'GZIP'): Buffer {
  const columnData = [
    { name: 'id', type: 'STRING' as const, data: all.map(({ id }) => id) },
    { name: 'kind', type: 'STRING' as const, data: all.map(({ kind }) => kind) },
    { name: 'weight', type: 'DOUBLE' as const, data: all.map(({ weight }) => weight) },
    { name: 'pieces', type: 'INT32' as const, data: all.map(({ pieces }) => pieces), nullable: true },
  ];
  const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
  return Buffer.from(parquetWriteBuffer({ columnData, codec, compressors, rowGroupSize: ROWS / 2 }));
}
