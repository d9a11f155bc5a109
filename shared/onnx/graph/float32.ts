/** The float32 numbers next to one: IEEE 754 numbers of one sign are in the order of their bits. */
const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);

/** The least that is not denormal. */
export const leastNormal = 2 ** -126;

/** @param value a float32, not 0 and no NaN */
export function float32Below(value: number): number {
  return step(value, value > 0 ? -1 : 1);
}

/** @param value a float32, not 0 and no NaN */
export function float32Above(value: number): number {
  return step(value, value > 0 ? 1 : -1);
}

function step(value: number, by: 1 | -1): number {
  number[0] = value;
  bits[0] = (bits[0] as number) + by;
  return number[0] as number;
}
