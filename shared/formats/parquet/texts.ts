/** Values as text, as a CSV file would have them: exact, and the same whichever program wrote the file. */
import { isUtf8 } from 'node:buffer';
import { damaged } from './cursor.ts';
import type { Kind } from './kind.ts';

/** As it lies in the file. */
export type Raw = number | bigint | boolean | Buffer;

/** A text; null when it is missing; bytes when they are no text. */
export type Value = string | null | Buffer;

const DAY_SECONDS = 86_400n;
const DAY_NANOS = DAY_SECONDS * 1_000_000_000n;
const DAY_MS = 86_400_000;
/** The day 1970-01-01, as INT96 counts days. */
const JULIAN_1970 = 2_440_588n;
/** Days before and after 1970 that a Date can name. */
const MOST_DAYS = 100_000_000;

/** Whole numbers, decimals with their digits, the shortest text of a float, days and times in ISO 8601. */
export function textOf({ type, meaning }: Kind): (raw: Raw) => Value {
  switch (meaning.is) {
    case 'decimal':
      return (raw) => decimal(whole(raw), meaning.scale);
    case 'unsigned':
      return (raw) =>
        String(typeof raw === 'bigint' ? BigInt.asUintN(64, raw) : BigInt.asUintN(32, whole(raw)));
    case 'date':
      return (raw) => day(Number(raw));
    case 'time':
      return (raw) => timeOfDay(whole(raw), meaning.perSecond);
    case 'timestamp':
      return (raw) => timestamp(whole(raw), meaning.perSecond, meaning.utc ? 'Z' : '');
    case 'instant96':
      return (raw) => instant96(bytes(raw));
    case 'uuid':
      return (raw) =>
        bytes(raw)
          .toString('hex')
          .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    case 'float16':
      return (raw) => float(half(bytes(raw).readUInt16LE(0)), toHalf);
    case 'text':
      return (raw) => utf8(bytes(raw));
    case 'plain':
      return type === 4 ? (raw) => float(Number(raw), Math.fround) : plain;
  }
}

const plain = (raw: Raw): Value => (typeof raw === 'number' && Number.isNaN(raw) ? null : String(raw));

function bytes(raw: Raw): Buffer {
  if (typeof raw === 'object') return raw;
  throw damaged('a number where bytes are expected');
}

const utf8 = (raw: Buffer): Value => (isUtf8(raw) ? raw.toString('utf8') : raw);

/** A number, or the bytes of one, the highest first (two's complement). */
function whole(raw: Raw): bigint {
  if (typeof raw !== 'object') return BigInt(raw);
  return raw.length === 0 ? 0n : BigInt.asIntN(raw.length * 8, BigInt(`0x${raw.toString('hex')}`));
}

/** 1999 and 2 are "19.99". */
function decimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** @param narrow the nearest number that the narrower type has: the shortest text that leads there is the value's */
function float(value: number, narrow: (value: number) => number): string | null {
  if (Number.isNaN(value)) return null;
  for (let digits = 1; digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (narrow(shorter) === value) return String(shorter);
  }
  return String(value);
}

function half(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/** Rounded to the eleven binary digits of a half, or to its smallest steps. */
function toHalf(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const step = 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 10, -24);
  return Math.round(value / step) * step;
}

/** Beyond what has a name, what it is: it will be told as unreadable. */
function day(days: number): string {
  if (Math.abs(days) > MOST_DAYS) return `${days} days after 1970-01-01`;
  return new Date(days * DAY_MS).toISOString().replace(/T.*/, '');
}

/** "12:30:00", with as many decimals as it has. */
function timeOfDay(count: bigint, perSecond: bigint): string {
  const seconds = count / perSecond;
  if (count < 0n || seconds > DAY_SECONDS) return `${count} after midnight`;
  const two = (part: bigint): string => String(part).padStart(2, '0');
  const fraction = String(count % perSecond)
    .padStart(String(perSecond).length - 1, '0')
    .replace(/0+$/, '');
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Midnight is the day. */
function timestamp(count: bigint, perSecond: bigint, zone: string): string {
  const perDay = DAY_SECONDS * perSecond;
  const rest = ((count % perDay) + perDay) % perDay;
  const name = day(Number((count - rest) / perDay));
  return rest === 0n ? name : `${name}T${timeOfDay(rest, perSecond)}${zone}`;
}

/** Nanoseconds of the day, then the day. */
function instant96(raw: Buffer): string {
  const days = BigInt(raw.readInt32LE(8)) - JULIAN_1970;
  return timestamp(days * DAY_NANOS + raw.readBigInt64LE(0), DAY_NANOS / DAY_SECONDS, '');
}
