/**
 * What a Parquet file says of itself, at its end: columns, row groups, and where the pages of each column lie. As it
 * is written there: layout.ts holds it against the file.
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import { type Cursor, damaged } from './cursor.ts';
import { flag, list, number, present, type Read, readStruct, struct, text } from './thrift.ts';

interface Unit {
  readonly millis: true;
  readonly micros: true;
  readonly nanos: true;
}

interface Time {
  readonly utc: boolean;
  readonly unit: Partial<Unit>;
}

export interface LogicalType {
  readonly map: true;
  readonly list: true;
  readonly decimal: Partial<{ readonly scale: number }>;
  readonly date: true;
  readonly time: Partial<Time>;
  readonly timestamp: Partial<Time>;
  readonly integer: Partial<{ readonly bits: number; readonly signed: boolean }>;
  readonly bson: true;
  readonly uuid: true;
  readonly float16: true;
  readonly geometry: true;
  readonly geography: true;
}

/** A node of the schema. */
export interface SchemaElement {
  readonly type: number;
  readonly length: number;
  readonly repetition: number;
  readonly name: string;
  readonly children: number;
  readonly converted: number;
  readonly scale: number;
  readonly logical: Partial<LogicalType>;
}

export interface ChunkMetadata {
  readonly type: number;
  readonly codec: number;
  readonly values: number;
  readonly uncompressed: number;
  readonly compressed: number;
  readonly dataOffset: number;
  readonly dictionaryOffset: number;
}

export interface GroupMetadata {
  readonly chunks: readonly ChunkMetadata[];
  readonly rows: number;
}

export interface FileMetadata {
  readonly schema: readonly Partial<SchemaElement>[];
  readonly rows: number;
  readonly groups: readonly GroupMetadata[];
}

const MOST_ELEMENTS = 20_000;
const MOST_GROUPS = 100_000;

const unit = struct<Unit>({ millis: [1, present], micros: [2, present], nanos: [3, present] });
const time = struct<Time>({ utc: [1, flag], unit: [2, unit] });
const logicalType = struct<LogicalType>({
  map: [2, present],
  list: [3, present],
  decimal: [5, struct<{ readonly scale: number }>({ scale: [1, number] })],
  date: [6, present],
  time: [7, time],
  timestamp: [8, time],
  integer: [10, struct<{ bits: number; signed: boolean }>({ bits: [1, number], signed: [2, flag] })],
  bson: [13, present],
  uuid: [14, present],
  float16: [15, present],
  geometry: [17, present],
  geography: [18, present],
});
const schemaElement = struct<SchemaElement>({
  type: [1, number],
  length: [2, number],
  repetition: [3, number],
  name: [4, text],
  children: [5, number],
  converted: [6, number],
  scale: [7, number],
  logical: [10, logicalType],
});
const chunkMetadata = struct<ChunkMetadata>({
  type: [1, number],
  codec: [4, number],
  values: [5, number],
  uncompressed: [6, number],
  compressed: [7, number],
  dataOffset: [9, number],
  dictionaryOffset: [11, number],
});
const chunk = struct<{ file: true; metadata: Partial<ChunkMetadata>; encrypted: true }>({
  file: [1, present],
  metadata: [3, chunkMetadata],
  encrypted: [8, present],
});

/** At once, so that nothing is kept of what has no use. */
const readChunk: Read<ChunkMetadata> = (cursor, type) => {
  const { file, metadata, encrypted } = chunk(cursor, type);
  if (encrypted) throw damaged('it is encrypted: send it without');
  if (file) throw damaged('columns of it are in other files');
  const { dictionaryOffset = 0, ...rest } = metadata ?? {};
  return {
    dictionaryOffset,
    ...complete(rest, ['type', 'codec', 'values', 'uncompressed', 'compressed', 'dataOffset']),
  };
};

const group = struct<{ chunks: readonly ChunkMetadata[]; rows: number }>({
  chunks: [1, list(readChunk, MOST_ELEMENTS)],
  rows: [3, number],
});

const file = struct<FileMetadata>({
  schema: [2, list(schemaElement, MOST_ELEMENTS)],
  rows: [3, number],
  groups: [4, list((cursor, type) => complete(group(cursor, type), ['chunks', 'rows']), MOST_GROUPS)],
});

/** @throws FormatError when they are damaged, or lack what is needed to read the file */
export const readMetadata = (cursor: Cursor): FileMetadata =>
  complete(readStruct(cursor, file), ['schema', 'rows', 'groups']);

/** @throws FormatError when one of these fields is not there */
export function complete<T, K extends keyof T>(found: T, names: readonly K[]): T & Required<Pick<T, K>> {
  if (hasAll(found, names)) return found;
  throw damaged(`its metadata lack ${names.filter((name) => found[name] === undefined).join(', ')}`);
}

const hasAll = <T, K extends keyof T>(found: T, names: readonly K[]): found is T & Required<Pick<T, K>> =>
  names.every((name) => found[name] !== undefined);
