/**
 * What COPY writes in its binary format, as frames: no text is made of a value that was there before. See "Binary
 * Format" in Postgres' manual of COPY.
 */
import { type Dictionary, dictionary, textIn } from '../../shared/rows/cleaning/dictionary.ts';
import { FRAME_ROWS, type Frame } from '../../shared/rows/cleaning/frame.ts';

/** Signature, flags, length of an extension that there is none of. */
const HEADER_BYTES = 19;
/** How many fields the row has. */
const FIELDS_BYTES = 2;
const LENGTH_BYTES = 4;
/** Instead of a length. */
const NULL = -1;
/** Instead of a number of fields, behind the last row. */
const END = -1;

/**
 * @param width how many columns of text follow the number of a row (integer), its text, and its problem
 * @returns what takes the answers of COPY that are the rows of one batch, in their order
 */
export function copiedFrames(width: number): (answer: Buffer) => Generator<Frame, void> {
  const dictionaries = Array.from({ length: width }, dictionary);
  return function* (answer) {
    const bytes = new DataView(answer.buffer, answer.byteOffset, answer.length);
    for (let at = HEADER_BYTES; bytes.getInt16(at) !== END; ) {
      for (const [column, { isFull }] of dictionaries.entries())
        if (isFull()) dictionaries[column] = dictionary();
      const { frame, end } = frameAt(bytes, at, dictionaries);
      at = end;
      yield frame;
    }
  };
}

function frameAt(
  bytes: DataView,
  start: number,
  dictionaries: readonly Dictionary[],
): { frame: Frame; end: number } {
  const rowNumbers: number[] = [];
  const malformed: string[] = [];
  const problems: string[] = [];
  const columns = dictionaries.map(({ texts }) => ({ codes: new Uint32Array(FRAME_ROWS), texts }));
  let rows = 0;
  let at = start;
  const text = (): string => {
    const length = Math.max(0, bytes.getInt32(at));
    at += LENGTH_BYTES + length;
    return textIn(bytes, at - length, at);
  };
  for (; rows < FRAME_ROWS && bytes.getInt16(at) !== END; rows++) {
    at += FIELDS_BYTES + LENGTH_BYTES;
    rowNumbers.push(bytes.getInt32(at));
    at += 4;
    malformed.push(text());
    problems.push(text());
    at = codesAt(bytes, at, rows, dictionaries, columns);
  }
  const whole = columns.map(({ codes, texts }) => ({ codes: codes.subarray(0, rows), texts }));
  return { frame: { rows, rowNumbers, malformed, problems, columns: whole }, end: at };
}

/** @returns where the row ends */
function codesAt(
  bytes: DataView,
  start: number,
  row: number,
  dictionaries: readonly Dictionary[],
  columns: readonly { readonly codes: Uint32Array }[],
): number {
  let at = start;
  for (let column = 0; column < columns.length; column++) {
    const length = bytes.getInt32(at);
    const from = at + LENGTH_BYTES;
    at = length === NULL ? from : from + length;
    const { codes } = columns[column] as { codes: Uint32Array };
    codes[row] = (dictionaries[column] as Dictionary).codeOf(bytes, from, at);
  }
  return at;
}
