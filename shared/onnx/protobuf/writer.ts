/**
 * Writes protocol buffers: the wire format of ONNX files
 * (https://protobuf.dev/programming-guides/encoding/).
 */
const wire = { varint: 0, length: 2, fixed32: 5 } as const;

export class ProtobufWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** int32, int64 and enum fields; negative numbers as 64 bits in two's complement. */
  integer(field: number, value: number): this {
    return this.#tag(field, wire.varint).#varint(value);
  }

  float(field: number, value: number): this {
    this.#tag(field, wire.fixed32).#reserve(4);
    this.#length = this.#buffer.writeFloatLE(value, this.#length);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value, 'utf8'));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, wire.length).#varint(value.length).#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  message(field: number, write: (inner: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    write(inner);
    return this.bytes(field, inner.finish());
  }

  packedFloats(field: number, values: Float32Array): this {
    return this.bytes(field, littleEndian(values));
  }

  packedIntegers(field: number, values: ArrayLike<number>): this {
    const inner = new ProtobufWriter(values.length * 2 + 16);
    for (let at = 0; at < values.length; at++) inner.#varint(values[at] as number);
    return this.bytes(field, inner.finish());
  }

  /** What was written so far; valid until more is written. */
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #tag(field: number, type: number): this {
    return this.#varint(field * 8 + type);
  }

  #varint(value: number): this {
    this.#reserve(10);
    if (value < 0 || value > 0x7fffffff) return this.#longVarint(BigInt.asUintN(64, BigInt(value)));
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
    return this;
  }

  #longVarint(value: bigint): this {
    let rest = value;
    while (rest > 127n) {
      this.#buffer[this.#length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#buffer[this.#length++] = Number(rest);
    return this;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, needed));
    larger.set(this.finish());
    this.#buffer = larger;
  }
}

/** The bytes of an array of numbers in the order that protobuf and ONNX want; all that Node runs on have it. */
export function littleEndian(values: Float32Array | Float64Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
