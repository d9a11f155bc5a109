/** How the rows of a JSON file lie: an array, also as the "rows" or "data" of an object; objects; one on each line. */
import { firstByte, rowScanner } from './json-scanner.ts';

export type JsonShape = 'array' | 'objects' | 'lines';

/** How far into an object its array is looked for. */
export const SHAPE_BYTES = 4096;
const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;

/**
 * An object that goes on over several lines is no line of its own: it is one row, and others may follow.
 * @param head the first bytes, a few thousand of them if there are so many
 */
export function jsonShapeOf(head: Buffer): JsonShape {
  const bytes = head.subarray(0, SHAPE_BYTES);
  const start = firstByte(bytes);
  if (bytes[start] === OPEN_BRACKET) return 'array';
  if (bytes[start] !== OPEN_BRACE) return 'lines';
  const { scan, place } = rowScanner();
  scan(bytes);
  if (place()) return 'array';
  const [first = '', second] = bytes.toString('utf8', start).split('\n', 2);
  return second !== undefined && /[[{,:]\s*$/.test(first) ? 'objects' : 'lines';
}
