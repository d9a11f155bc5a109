/** The text of a body, in the charset that its type names and in UTF-8 without a word: read or refused, never mangled. */
import { isUtf8 } from 'node:buffer';
import { asKnownCharset, bodyAsUtf8, encodingOf } from '../../formats/encoding.ts';
import { FormatError } from '../../formats/format-error.ts';
import { charsetOf } from '../../formats/media-type.ts';
import { HttpError } from './http-error.ts';

/** @throws HttpError 415 for a charset that is not read, 400 for bytes that are none of its text */
export function textOf(body: Buffer, contentType: string | undefined): string {
  return utf8Of(body, contentType).toString('utf8');
}

/** The same text as UTF-8 without a byte order mark: most bodies are that already, and stay where they are. @throws as `textOf` */
export function utf8Of(body: Buffer, contentType: string | undefined): Buffer {
  const charset = declared(contentType);
  const text = decoded(body, charset);
  if (isUtf8(text)) return text;
  const encoding = encodingOf(body, charset);
  throw new HttpError(
    400,
    encoding === 'utf-8'
      ? 'the body is not UTF-8: send it so, or say what it is, as "charset=windows-1252"'
      : `the body is not ${encoding} text`,
  );
}

/** Nothing is guessed of a request. */
function declared(contentType: string | undefined): string {
  const charset = charsetOf(contentType) ?? 'utf-8';
  if (asKnownCharset(charset) !== undefined) return charset;
  throw new HttpError(415, `charset "${charset.slice(0, 100)}" is not read: send UTF-8`);
}

function decoded(body: Buffer, charset: string): Buffer {
  try {
    return bodyAsUtf8(body, charset);
  } catch (cause) {
    if (cause instanceof FormatError) throw new HttpError(400, `the body cannot be read: ${cause.message}`);
    throw cause;
  }
}
