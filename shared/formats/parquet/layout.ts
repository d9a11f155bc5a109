/**
 * A Parquet file's columns and row groups, held against its bytes and against limits before anything is decoded: what
 * it declares may be a lie.
 */
import { FormatError } from '../format-error.ts';
import { damaged } from './cursor.ts';
import { type ChunkMetadata, type FileMetadata, readMetadata, type SchemaElement } from './metadata.ts';
import { type Column, columnsOf, REPEATED, SHOWN } from './schema.ts';

/** What a Parquet file may declare at most. */
export interface ParquetLimits {
  readonly rows: number;
  readonly columns: number;
  /** Bytes of all its pages once unpacked. */
  readonly bytes: number;
  /** Bytes of pages and dictionaries that are in memory at the same time. */
  readonly held: number;
  /** Bytes of one value. */
  readonly value: number;
  /** Rows, and unpacked bytes, for each byte of the file: beyond it is made to do harm. */
  readonly ratio: number;
}

/** Where one column of one row group is. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly codec: number;
  readonly rows: number;
}

export interface Layout {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** By row group, then by leaf of the schema, as `columns` when none is nested. */
  readonly groups: readonly (readonly Chunk[])[];
}

const MAGIC = 'PAR1';
/** Magic, length of the metadata, magic. */
const LEAST_BYTES = 12;
const MOST_METADATA = 16 * 1024 ** 2;
/** So much is a small file's to declare, whatever its ratio. */
const HARMLESS_ROWS = 100_000;
const HARMLESS_BYTES = 64 * 1024 ** 2;

/** @throws FormatError when it is no Parquet file, is damaged, or declares more than the limits allow */
export function layoutOf(file: Buffer, limits: ParquetLimits): Layout {
  const end = metadataEnd(file);
  const length = file.readUInt32LE(end);
  if (length > end - MAGIC.length) throw damaged('its metadata are larger than the file');
  if (length > MOST_METADATA)
    throw damaged(`its metadata have ${length} bytes, at most ${MOST_METADATA} are read`);
  const start = end - length;
  const metadata = readMetadata({ bytes: file.subarray(start, end), at: 0 });
  checkSize(metadata, file.length, limits);
  const { columns, leaves } = columnsOf(metadata.schema);
  if (columns.length > limits.columns)
    throw new FormatError(
      `the Parquet file has ${columns.length} columns, at most ${limits.columns} are read`,
    );
  const groups = metadata.groups.map(({ chunks, rows }) => {
    if (chunks.length !== leaves.length)
      throw damaged(`a row group has ${chunks.length} columns, the schema ${leaves.length}`);
    return chunks.map((chunk, i) => chunkOf(chunk, leaves[i], rows, start));
  });
  return { rows: metadata.rows, columns, groups };
}

function metadataEnd(file: Buffer): number {
  const magic = file.toString('latin1', file.length - MAGIC.length);
  if (magic === 'PARE') throw damaged('it is encrypted: send it without');
  if (file.length < LEAST_BYTES || magic !== MAGIC) throw damaged('it does not end as one: was it cut off?');
  return file.length - MAGIC.length - 4;
}

/** Sums are compared, so that many small lies count as a large one. */
function checkSize({ rows, groups }: FileMetadata, fileBytes: number, limits: ParquetLimits): void {
  const chunks = groups.flatMap((group) => group.chunks);
  for (const count of [rows, ...groups.map((group) => group.rows), ...chunks.flatMap(Object.values)])
    if (!(count >= 0 && Number.isSafeInteger(count))) throw damaged(`its metadata have the count ${count}`);
  if (groups.reduce((sum, group) => sum + group.rows, 0) !== rows)
    throw damaged(`its row groups do not have the ${rows} rows that it declares`);
  if (rows > limits.rows)
    throw new FormatError(
      `the Parquet file declares ${rows} rows, at most ${limits.rows} are read: cut it into several`,
    );
  const packed = chunks.reduce((sum, chunk) => sum + chunk.compressed, 0);
  if (packed > fileBytes) throw damaged('its columns are larger than the file');
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.uncompressed, 0);
  if (bytes > limits.bytes)
    throw new FormatError(
      `the Parquet file has ${bytes} bytes once unpacked, at most ${limits.bytes} are read`,
    );
  if (rows > Math.max(HARMLESS_ROWS, limits.ratio * fileBytes))
    throw new FormatError(`the Parquet file declares ${rows} rows in ${fileBytes} bytes: that is no data`);
  if (bytes > Math.max(HARMLESS_BYTES, limits.ratio * fileBytes))
    throw new FormatError(
      `the Parquet file has ${fileBytes} bytes, and ${bytes} once unpacked: that is no data`,
    );
}

/** @param dataEnd where the metadata begin */
function chunkOf(
  { type, codec, values, compressed, dataOffset, dictionaryOffset }: ChunkMetadata,
  leaf: Partial<SchemaElement> | undefined,
  rows: number,
  dataEnd: number,
): Chunk {
  const name = leaf?.name?.slice(0, SHOWN);
  if (type !== leaf?.type) throw damaged(`column ${name} is of another type than its schema says`);
  if (values !== rows && leaf.repetition !== REPEATED)
    throw damaged(`column ${name} has ${values} values for ${rows} rows`);
  // Some writers leave the dictionary's place out, or say 0: it is what the column begins with.
  const start = dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
  const end = start + compressed;
  if (start < MAGIC.length || end > dataEnd) throw damaged(`column ${name} lies outside of the file`);
  return { start, end, codec, rows };
}
