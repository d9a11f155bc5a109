/** In which encoding a text comes, and the same text as UTF-8. */
import { isUtf8 } from 'node:buffer';
import type { Decoder } from './decoder.ts';
import { FormatError } from './format-error.ts';
import { wholeCharacters } from './utf8.ts';
import { utf16Decoder, utf16Of } from './utf16.ts';
import { isWindows1252 } from './windows-1252.ts';

/** So much of a text is looked at. */
export const ENCODING_HEAD = 1024 ** 2;

/**
 * A byte order mark says it, then what is declared, then the bytes, where these are certain: UTF-16 (as utf16Of()
 * tells), windows-1252 (as isWindows1252() tells). All else is UTF-8, whose rows that are none are told one by one.
 * @param head the first ENCODING_HEAD bytes, or all
 * @returns a name of the WHATWG Encoding standard, by which "iso-8859-1" is windows-1252
 * @throws FormatError for a charset that is not known
 */
export function encodingOf(head: Buffer, declared?: string): string {
  const mark = head.toString('latin1', 0, 4);
  if (mark === '\xff\xfe\0\0' || mark === '\0\0\xfe\xff')
    throw new FormatError('the file is UTF-32 text: save it as UTF-8');
  if (mark.startsWith('\xef\xbb\xbf')) return 'utf-8';
  if (mark.startsWith('\xff\xfe')) return 'utf-16le';
  if (mark.startsWith('\xfe\xff')) return 'utf-16be';
  if (declared !== undefined) return declaredAs(declared, head);
  const wide = utf16Of(head);
  if (wide) return wide;
  return isUtf8(wholeCharacters(head)) || !isWindows1252(head) ? 'utf-8' : 'windows-1252';
}

function declaredAs(label: string, head: Buffer): string {
  const known = asKnownCharset(label);
  if (known === undefined)
    throw new FormatError(`the charset ${JSON.stringify(label.slice(0, 60))} is not known`);
  // Which of the two it is is left open; whatever the text is, it begins with a letter or a sign of ASCII.
  return /^utf-16$/i.test(label) && head[0] === 0 ? 'utf-16be' : known;
}

/**
 * The name of the charset that a label stands for, as the web has it: the older Latin 1 is read as its superset.
 * Only ASCII is not: UTF-8 is the superset that people mean who say so.
 */
export function asKnownCharset(label: string): string | undefined {
  if (/^(us-)?ascii$/i.test(label)) return 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** The text as UTF-8 without a byte order mark. @throws FormatError for bytes that a declared charset does not have */
export async function* asUtf8(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
): AsyncGenerator<Buffer, undefined> {
  const decoder = decoderOf(encoding);
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = decoder.push(chunk);
    if (bytes.length > 0) yield isFirst ? withoutMark(bytes) : bytes;
    isFirst &&= bytes.length === 0;
  }
  const last = decoder.end();
  if (last.length > 0) yield last;
}

/** As asUtf8(), of a text that is there as a whole. @throws FormatError */
export function bodyAsUtf8(text: Buffer, declared?: string): Buffer {
  const encoding = encodingOf(text.subarray(0, ENCODING_HEAD), declared);
  if (encoding === 'utf-8') return withoutMark(text);
  const decoder = decoderOf(encoding);
  return withoutMark(Buffer.concat([decoder.push(text), decoder.end()]));
}

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.toString('latin1', 0, 3) === '\xef\xbb\xbf' ? bytes.subarray(3) : bytes;

function decoderOf(encoding: string): Decoder {
  if (encoding === 'utf-8') return { push: (chunk) => chunk, end: () => Buffer.alloc(0) };
  return encoding.startsWith('utf-16') ? utf16Decoder(encoding === 'utf-16be') : charsetDecoder(encoding);
}

function charsetDecoder(encoding: string): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decoded = (chunk?: Buffer): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch (cause) {
      throw new FormatError(`the file is not ${encoding} text, as which it is declared`, { cause });
    }
  };
  return { push: decoded, end: () => decoded() };
}
