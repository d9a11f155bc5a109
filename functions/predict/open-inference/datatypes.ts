/** The datatypes of the Open Inference Protocol: how wide a number is in binary data, and how it is read (little-endian). */

export interface NumberType {
  /** Bytes of a value. */
  readonly width: number;
  /** @param at in bytes */
  readonly read: (bytes: Buffer, at: number) => number;
}

/** Whole numbers of 64 bits become the nearest that a model can take. */
export const NUMBER_TYPES: ReadonlyMap<string, NumberType> = new Map([
  ['BOOL', { width: 1, read: (bytes, at) => (bytes.readUInt8(at) === 0 ? 0 : 1) }],
  ['UINT8', { width: 1, read: (bytes, at) => bytes.readUInt8(at) }],
  ['UINT16', { width: 2, read: (bytes, at) => bytes.readUInt16LE(at) }],
  ['UINT32', { width: 4, read: (bytes, at) => bytes.readUInt32LE(at) }],
  ['UINT64', { width: 8, read: (bytes, at) => Number(bytes.readBigUInt64LE(at)) }],
  ['INT8', { width: 1, read: (bytes, at) => bytes.readInt8(at) }],
  ['INT16', { width: 2, read: (bytes, at) => bytes.readInt16LE(at) }],
  ['INT32', { width: 4, read: (bytes, at) => bytes.readInt32LE(at) }],
  ['INT64', { width: 8, read: (bytes, at) => Number(bytes.readBigInt64LE(at)) }],
  ['FP16', { width: 2, read: (bytes, at) => half(bytes.readUInt16LE(at)) }],
  ['FP32', { width: 4, read: (bytes, at) => bytes.readFloatLE(at) }],
  ['FP64', { width: 8, read: (bytes, at) => bytes.readDoubleLE(at) }],
]);

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
