/** What the values of a column are, from its physical type and what is noted of its meaning, in either of two ways. */
import { damaged } from './cursor.ts';
import type { LogicalType, SchemaElement } from './metadata.ts';

/** How values lie in the file. */
export const Type = {
  boolean: 0,
  int32: 1,
  int64: 2,
  int96: 3,
  float: 4,
  double: 5,
  bytes: 6,
  fixed: 7,
} as const;

/** What they mean. `utc`: of an instant, rather than of a clock on a wall. */
export type Meaning =
  | { readonly is: 'plain' | 'unsigned' | 'date' | 'text' | 'uuid' | 'float16' | 'instant96' }
  | { readonly is: 'decimal'; readonly scale: number }
  | { readonly is: 'time'; readonly perSecond: bigint }
  | { readonly is: 'timestamp'; readonly perSecond: bigint; readonly utc: boolean };

export interface Kind {
  readonly type: number;
  /** Bytes of a value of type fixed. */
  readonly length: number;
  readonly meaning: Meaning;
}

/** Whether values are numbers, whose texts have a point before decimals. */
export function isNumber({ type, meaning }: Kind): boolean {
  if (meaning.is === 'plain') return type !== Type.boolean;
  return meaning.is === 'decimal' || meaning.is === 'unsigned' || meaning.is === 'float16';
}

/** The annotations of before there were logical types. */
const Converted = {
  decimal: 5,
  date: 6,
  timeMillis: 7,
  timeMicros: 8,
  timestampMillis: 9,
  timestampMicros: 10,
  uint8: 11,
  uint64: 14,
  bson: 20,
  interval: 21,
} as const;

const MILLIS = 1000n;
const MICROS = 1_000_000n;
const NANOS = 1_000_000_000n;
/** Digits of the largest decimal of 256 bits. */
const MOST_DIGITS = 77;

/** @throws FormatError when the schema contradicts itself */
export function kindOf(element: Partial<SchemaElement>): Kind | { readonly problem: string } {
  const { type = -1, length = 0 } = element;
  if (!(type >= Type.boolean && type <= Type.fixed)) throw damaged(`a column has the type ${type}`);
  if (type === Type.fixed && length < 1) throw damaged(`a column has values of ${length} bytes`);
  const meaning = meaningOf(element);
  if ('problem' in meaning) return meaning;
  if (!fits(type, length, meaning)) throw damaged(`a column has values of type ${type} as ${meaning.is}`);
  return { type, length, meaning };
}

function meaningOf(element: Partial<SchemaElement>): Meaning | { readonly problem: string } {
  const { type, converted, logical, scale = 0 } = element;
  if (logical?.bson || converted === Converted.bson) return { problem: 'is BSON: send a text' };
  if (converted === Converted.interval) return { problem: 'is an interval: send a number or a text' };
  if (logical?.geometry || logical?.geography) return { problem: 'is a geometry: send numbers' };
  const said = logical && logicalMeaning(logical);
  if (said) return said;
  switch (converted) {
    case Converted.decimal:
      return { is: 'decimal', scale };
    case Converted.date:
      return { is: 'date' };
    case Converted.timeMillis:
      return { is: 'time', perSecond: MILLIS };
    case Converted.timeMicros:
      return { is: 'time', perSecond: MICROS };
    case Converted.timestampMillis:
      return { is: 'timestamp', perSecond: MILLIS, utc: true };
    case Converted.timestampMicros:
      return { is: 'timestamp', perSecond: MICROS, utc: true };
  }
  if (converted !== undefined && converted >= Converted.uint8 && converted <= Converted.uint64)
    return { is: 'unsigned' };
  if (type === Type.int96) return { is: 'instant96' };
  return { is: type === Type.bytes || type === Type.fixed ? 'text' : 'plain' };
}

function logicalMeaning(logical: Partial<LogicalType>): Meaning | undefined {
  const { decimal, date, time, timestamp, integer, uuid, float16 } = logical;
  if (decimal) return { is: 'decimal', scale: decimal.scale ?? 0 };
  if (date) return { is: 'date' };
  if (time) return { is: 'time', perSecond: perSecond(time.unit) };
  if (timestamp)
    return { is: 'timestamp', perSecond: perSecond(timestamp.unit), utc: timestamp.utc ?? false };
  if (integer?.signed === false) return { is: 'unsigned' };
  if (uuid) return { is: 'uuid' };
  return float16 ? { is: 'float16' } : undefined;
}

function perSecond(unit: Partial<Record<'millis' | 'micros' | 'nanos', true>> | undefined): bigint {
  if (unit?.millis) return MILLIS;
  if (unit?.micros) return MICROS;
  if (unit?.nanos) return NANOS;
  throw damaged('a time without a unit');
}

function fits(type: number, length: number, meaning: Meaning): boolean {
  const isWhole = type === Type.int32 || type === Type.int64;
  switch (meaning.is) {
    case 'decimal':
      return type !== Type.boolean && type !== Type.float && type !== Type.double && type !== Type.int96
        ? meaning.scale >= 0 && meaning.scale <= MOST_DIGITS
        : false;
    case 'date':
      return type === Type.int32;
    case 'time':
    case 'unsigned':
      return isWhole;
    case 'timestamp':
      return type === Type.int64;
    case 'uuid':
      return type === Type.fixed && length === 16;
    case 'float16':
      return type === Type.fixed && length === 2;
    default:
      return true;
  }
}
