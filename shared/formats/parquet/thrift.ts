/**
 * Thrift's compact protocol, in which Parquet writes its metadata. A reader says which fields it wants; others are
 * passed over, so that what is kept is bounded by what is asked for.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
import { byte, type Cursor, damaged, pass, slice, varint, zigzag } from './cursor.ts';

/** Reads a value of the type that is announced. */
export type Read<T> = (cursor: Cursor, type: number) => T;

const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
];
const STRUCT = 12;
/** How deep what nobody asks for may be. */
const DEEPEST = 32;

export const number: Read<number> = (cursor, type) => {
  if (type === BYTE) return (byte(cursor) << 24) >> 24;
  if (type === I16 || type === I32 || type === I64) return zigzag(cursor);
  throw damaged(`a number is expected in its metadata, got type ${type}`);
};

export const flag: Read<boolean> = (_, type) => {
  if (type === TRUE || type === FALSE) return type === TRUE;
  throw damaged(`true or false is expected in its metadata, got type ${type}`);
};

export const text: Read<string> = (cursor, type) => {
  if (type !== BINARY) throw damaged(`a text is expected in its metadata, got type ${type}`);
  return slice(cursor, varint(cursor)).toString('utf8');
};

/** That the field is there is what it says. */
export const present: Read<true> = (cursor, type) => {
  passOver(cursor, type, 0);
  return true;
};

/** @param most more elements are refused */
export function list<T>(each: Read<T>, most: number): Read<readonly T[]> {
  return (cursor, type) => {
    if (type !== LIST) throw damaged(`a list is expected in its metadata, got type ${type}`);
    const { size, of } = listHead(cursor);
    if (size > most) throw damaged(`its metadata have a list of ${size} elements, at most ${most} are read`);
    return Array.from({ length: size }, () => each(cursor, of));
  };
}

/** A struct: its fields by name, each with its number. What is not there is undefined. */
export function struct<T>(
  fields: {
    readonly [K in keyof T]: readonly [id: number, read: Read<T[K]>];
  },
): Read<Partial<T>> {
  const wanted = new Map<number, { name: keyof T; read: Read<T[keyof T]> }>();
  for (const name in fields) wanted.set(fields[name][0], { name, read: fields[name][1] });
  return (cursor, type) => {
    if (type !== STRUCT) throw damaged(`a struct is expected in its metadata, got type ${type}`);
    const found: Partial<T> = {};
    eachField(cursor, (id, of) => {
      const field = wanted.get(id);
      if (field) found[field.name] = field.read(cursor, of);
      else passOver(cursor, of, 0);
    });
    return found;
  };
}

/** The struct that begins here. */
export const readStruct = <T>(cursor: Cursor, read: Read<T>): T => read(cursor, STRUCT);

function eachField(cursor: Cursor, take: (id: number, type: number) => void): void {
  let id = 0;
  for (let head = byte(cursor); head !== STOP; head = byte(cursor)) {
    const delta = head >> 4;
    id = delta === 0 ? zigzag(cursor) : id + delta;
    take(id, head & 15);
  }
}

/** Each element takes a byte at least. */
function listHead(cursor: Cursor): { size: number; of: number } {
  const head = byte(cursor);
  const size = head >> 4 === 15 ? varint(cursor) : head >> 4;
  if (size > cursor.bytes.length - cursor.at) throw damaged(`a list of ${size} elements in its metadata`);
  return { size, of: head & 15 };
}

function passOver(cursor: Cursor, type: number, depth: number): void {
  if (depth > DEEPEST) throw damaged('its metadata are nested too deeply');
  if (type === TRUE || type === FALSE) return;
  if (type === BYTE) pass(cursor, 1);
  else if (type === I16 || type === I32 || type === I64) varint(cursor);
  else if (type === DOUBLE) pass(cursor, 8);
  else if (type === BINARY) pass(cursor, varint(cursor));
  else if (type === LIST || type === SET) {
    const { size, of } = listHead(cursor);
    // Here, true and false take a byte.
    for (let i = 0; i < size; i++) passOver(cursor, of === TRUE || of === FALSE ? BYTE : of, depth + 1);
  } else if (type === STRUCT) eachField(cursor, (_, of) => passOver(cursor, of, depth + 1));
  else throw damaged(`type ${type} in its metadata`);
}
