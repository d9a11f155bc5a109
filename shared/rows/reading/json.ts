/** JSON as rows: what is no object becomes a row of its own, with its text, to be rejected by `clean`. */
import { jsonElements, jsonLines, wholeLines } from '../../formats/index.ts';
import { type Element, elementOf, MALFORMED } from './object-rows.ts';

/** @throws FormatError when it is no JSON, ends in the middle, or has a row longer than `longest` bytes */
export async function* arrayRows(chunks: AsyncIterable<Buffer>, longest: number): AsyncIterable<Element[]> {
  for await (const values of jsonElements(chunks, longest)) yield values.map(elementOf);
}

/** One row a line. @throws FormatError when a line is longer than `longest` bytes */
export async function* lineRows(chunks: AsyncIterable<Buffer>, longest: number): AsyncIterable<Element[]> {
  for await (const lines of wholeLines(chunks, longest))
    for (const values of jsonLines(lines, asText)) yield values.map(elementOf);
}

const asText = (line: string): Element => ({
  [MALFORMED]: line
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .replaceAll('\0', '\uFFFD'),
});
