/** Refuses numbers that are none before they are stored: a model with a NaN would answer NaN for ever. */

/**
 * @param value numbers in arrays and objects, however deep
 * @param name what it is called in the error
 * @throws Error with the place of the first number that is not finite
 */
export function checkFinite(value: unknown, name: string): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${name} is ${value}: a model holds finite numbers only`);
  } else if (ArrayBuffer.isView(value)) {
    const numbers = value as Float64Array;
    const wrong = numbers.findIndex((number) => !Number.isFinite(number));
    if (wrong >= 0) checkFinite(numbers[wrong], `${name}[${wrong}]`);
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkFinite(value[i], `${name}[${i}]`);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) checkFinite(part, `${name}.${key}`);
  }
}
