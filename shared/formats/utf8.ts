/** Bytes that are to be text: UTF-8 without zero bytes, which no database stores. */
import { isUtf8 } from 'node:buffer';
import { windows1252 } from './windows-1252.ts';

export const isCleanText = (bytes: Buffer): boolean => isUtf8(bytes) && !bytes.includes(0);

/** Without a character at the end that may be cut in the middle: of a piece of a file nobody can tell of it yet. */
export function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 3 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end -= 1;
  return (bytes[end - 1] ?? 0) >= 0xc0 ? bytes.subarray(0, end - 1) : bytes;
}

/** What is no clean text, for people: as windows-1252, where it is no UTF-8. */
export const readableText = (bytes: Buffer): string =>
  (isUtf8(bytes) ? bytes.toString('utf8') : windows1252(bytes)).replaceAll('\0', '\uFFFD');

/** Where the first byte is that is no UTF-8; of clean UTF-8 its end. */
export function utf8End(bytes: Buffer): number {
  let [from, to] = [0, bytes.length];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (isUtf8(wholeCharacters(bytes.subarray(0, middle)))) from = middle;
    else to = middle - 1;
  }
  return from;
}
