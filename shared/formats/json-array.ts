/**
 * The elements of a JSON array that is in memory, a bounded piece of the text at a time: JSON.parse of a large body
 * would hold up everyone else for as long as it takes.
 */
import { FormatError } from './format-error.ts';
import { pieceOf } from './json-piece.ts';
import { firstByte, rowScanner } from './json-scanner.ts';

/** Bytes that are parsed in one go: some 2 ms. */
const PIECE = 256 * 1024;
const OPEN_BRACKET = 91;
const PROBLEM = 'the body is not JSON';

/** Whether the first thing in the body opens an array. */
export const isJsonArray = (body: Buffer): boolean => body[firstByte(body)] === OPEN_BRACKET;

/** @throws FormatError when the body is no JSON array */
export function* jsonArrayElements(body: Buffer, piece = PIECE): Generator<readonly unknown[]> {
  const start = firstByte(body);
  if (body[start] !== OPEN_BRACKET) throw new FormatError('the body is no JSON array');
  if (body.length <= piece) {
    yield pieceOf(body.toString('utf8', start), { first: true, last: true }, PROBLEM);
    return;
  }
  const { scan } = rowScanner();
  let from = start + 1;
  for (let at = 0; at < body.length; at += piece) {
    const { comma, ends } = scan(body.subarray(at, at + piece));
    const first = from === start + 1;
    if (ends) {
      // With all that follows: nothing but white space may.
      yield pieceOf(`[${body.toString('utf8', from)}`, { first, last: true }, PROBLEM);
      return;
    }
    if (comma < 0) continue;
    yield pieceOf(`[${body.toString('utf8', from, at + comma)}]`, { first, last: false }, PROBLEM);
    from = at + comma + 1;
  }
  throw new FormatError('the JSON array has no end');
}
