/** What stands before each page. */
import { type Cursor, damaged } from './cursor.ts';
import { complete } from './metadata.ts';
import { flag, number, readStruct, struct } from './thrift.ts';

export const PageType = { data: 0, index: 1, dictionary: 2, data2: 3 } as const;

interface Data {
  readonly values: number;
  readonly encoding: number;
  readonly levels: number;
}

interface Data2 {
  readonly values: number;
  readonly encoding: number;
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  readonly isPacked: boolean;
}

interface Header {
  readonly type: number;
  readonly size: number;
  readonly packedSize: number;
  readonly crc: number;
  readonly data: Partial<Data>;
  readonly dictionary: Partial<{ readonly values: number }>;
  readonly data2: Partial<Data2>;
}

export interface PageHeader {
  readonly type: number;
  /** Bytes that follow, and what they become. */
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number | undefined;
  readonly values: number;
  readonly encoding: number;
  /** Bytes of levels that come first and are not packed: of a data page of the second kind. */
  readonly levelBytes: number | undefined;
  readonly isPacked: boolean;
}

const RUNS = 3;

const header = struct<Header>({
  type: [1, number],
  size: [2, number],
  packedSize: [3, number],
  crc: [4, number],
  data: [5, struct<Data>({ values: [1, number], encoding: [2, number], levels: [3, number] })],
  dictionary: [7, struct<{ values: number }>({ values: [1, number] })],
  data2: [
    8,
    struct<Data2>({
      values: [1, number],
      encoding: [4, number],
      definitionBytes: [5, number],
      repetitionBytes: [6, number],
      isPacked: [7, flag],
    }),
  ],
});

/** @throws FormatError when it is damaged, or its counts cannot be */
export function readPageHeader(cursor: Cursor): PageHeader {
  const { type, size, packedSize, crc, ...kinds } = complete(readStruct(cursor, header), [
    'type',
    'size',
    'packedSize',
  ]);
  const found = { type, size, packedSize, crc, ...partOf(type, kinds) };
  for (const count of [size, packedSize, found.values, found.levelBytes ?? 0])
    if (!(count >= 0 && count < 2 ** 31)) throw damaged(`a page has the count ${count}`);
  return found;
}

type Part = Pick<PageHeader, 'values' | 'encoding' | 'levelBytes' | 'isPacked'>;

function partOf(
  type: number,
  { data, dictionary, data2 }: Pick<Partial<Header>, 'data' | 'dictionary' | 'data2'>,
): Part {
  const none = { values: 0, encoding: 0, levelBytes: undefined, isPacked: true };
  if (type === PageType.dictionary) return { ...none, values: complete(dictionary ?? {}, ['values']).values };
  if (type === PageType.data) {
    const { values, encoding, levels = RUNS } = complete(data ?? {}, ['values', 'encoding']);
    if (levels !== RUNS) throw damaged(`levels in the encoding ${levels}`);
    return { ...none, values, encoding };
  }
  if (type === PageType.index) return none;
  if (type !== PageType.data2) throw damaged(`a page of type ${type}`);
  const {
    values,
    encoding,
    definitionBytes,
    repetitionBytes = 0,
    isPacked = true,
  } = complete(data2 ?? {}, ['values', 'encoding', 'definitionBytes']);
  if (repetitionBytes !== 0) throw damaged('lists in a column that has none');
  return { values, encoding, levelBytes: definitionBytes, isPacked };
}
