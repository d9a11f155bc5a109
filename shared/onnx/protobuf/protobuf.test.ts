import { describe, expect, it } from 'vitest';
import { fieldsOf, floatsOf, integersOf } from './reader.ts';
import { ProtobufWriter } from './writer.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const only = (bytes: Uint8Array) => {
  const [field] = [...fieldsOf(bytes)];
  if (!field) throw new Error('no field');
  return field;
};

describe('protocol buffers', () => {
  it('are written as the encoding guide shows', () => {
    // https://protobuf.dev/programming-guides/encoding/: field 1 = 150; field 2 = "testing"; packed 3, 270, 86942.
    expect(hex(new ProtobufWriter().integer(1, 150).finish())).toBe('089601');
    expect(hex(new ProtobufWriter().text(2, 'testing').finish())).toBe('120774657374696e67');
    expect(hex(new ProtobufWriter().message(3, (inner) => inner.integer(1, 150)).finish())).toBe(
      '1a03089601',
    );
    expect(hex(new ProtobufWriter().packedIntegers(6, [3, 270, 86_942]).finish())).toBe('3206038e029ea705');
    expect(hex(new ProtobufWriter().integer(1, -2).finish())).toBe('08feffffffffffffffff01');
  });

  it('are read back, negative and large numbers too', () => {
    const numbers = [0, 1, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 52 + 1, -1, -(2 ** 40)];
    expect(integersOf(only(new ProtobufWriter().packedIntegers(8, numbers).finish()))).toEqual(numbers);
    for (const number of numbers)
      expect(integersOf(only(new ProtobufWriter().integer(8, number).finish()))).toEqual([number]);
  });

  it('keep floats to the bit, and empty lists', () => {
    const floats = Float32Array.of(0, -0, 1.1, Number.NaN, Number.POSITIVE_INFINITY, 1e-45);
    expect(floatsOf(only(new ProtobufWriter().packedFloats(7, floats).finish()))).toEqual(floats);
    expect(integersOf(only(new ProtobufWriter().packedIntegers(8, []).finish()))).toEqual([]);
  });

  it('are refused when cut short', () => {
    const bytes = new ProtobufWriter().text(2, 'testing').finish();
    expect(() => [...fieldsOf(bytes.subarray(0, 5))]).toThrow('not a protocol buffer');
    expect(() => [...fieldsOf(Uint8Array.of(0x08, 0x96))]).toThrow('not a protocol buffer');
    expect(() => [...fieldsOf(Buffer.from('<html>'))]).toThrow('not a protocol buffer');
  });
});
