/** Reads protocol buffers: what `ProtobufWriter` writes, and unpacked lists as other writers make them. */

/** A field with its value: the number of a varint, or the bytes of anything else. */
export interface Field {
  readonly number: number;
  readonly varint: number;
  readonly bytes: Buffer;
}

/** What varint fields have; an empty list has an empty buffer of its own. */
const noBytes = Buffer.alloc(0);

/** All fields of a message in the order of the file. @throws when the message is cut short or malformed */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const buffer = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = (): number => {
    const read = readVarint(buffer, at);
    at = read.next;
    return read.value;
  };
  const take = (length: number): Buffer => {
    if (at + length > buffer.length)
      throw malformed(`${length} bytes are announced at ${at}, ${buffer.length - at} are left`);
    at += length;
    return buffer.subarray(at - length, at);
  };
  while (at < buffer.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const type = tag % 8;
    if (type === 0) yield { number, varint: varint(), bytes: noBytes };
    else if (type === 1) yield { number, varint: 0, bytes: take(8) };
    else if (type === 2) yield { number, varint: 0, bytes: take(varint()) };
    else if (type === 5) yield { number, varint: 0, bytes: take(4) };
    else throw malformed(`wire type ${type} at ${at}`);
  }
}

/** The integers of one occurrence of a repeated field, packed or not. */
export function integersOf({ bytes, varint }: Field): number[] {
  if (bytes === noBytes) return [varint];
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const second = bytes[at + 1] ?? 128;
    // Most take one byte or two, and trees have half a million of them.
    if (first < 128) {
      values.push(first);
      at++;
    } else if (second < 128) {
      values.push((first & 127) + 128 * second);
      at += 2;
    } else {
      const read = readVarint(bytes, at);
      values.push(read.value);
      at = read.next;
    }
  }
  return values;
}

/** The floats of one occurrence of a repeated field, packed or not. */
export function floatsOf({ bytes }: Field): Float32Array {
  return new Float32Array(aligned(bytes));
}

/** A copy of the bytes in a buffer of their own, as typed arrays of any width want it. */
export function aligned(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function readVarint(buffer: Buffer, start: number): { value: number; next: number } {
  let low = 0;
  let scale = 1;
  for (let at = start; at < buffer.length && at < start + 10; at++) {
    const byte = buffer[at] as number;
    if (scale > 2 ** 42) return longVarint(buffer, start);
    low += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return { value: low, next: at + 1 };
  }
  throw malformed(`a number that does not end at ${start}`);
}

/** Beyond 2^49, and negative numbers, which take all 64 bits. */
function longVarint(buffer: Buffer, start: number): { value: number; next: number } {
  let value = 0n;
  for (let at = start; at < buffer.length && at < start + 10; at++) {
    const byte = buffer[at] as number;
    value |= BigInt(byte & 127) << BigInt(7 * (at - start));
    if (byte < 128) return { value: Number(BigInt.asIntN(64, value)), next: at + 1 };
  }
  throw malformed(`a number that does not end at ${start}`);
}

const malformed = (what: string) => new Error(`not a protocol buffer: ${what}`);
