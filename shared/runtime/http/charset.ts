/** The text of a body, in the charset that its type names and in UTF-8 without a word: read or refused, never mangled. */
import { isUtf8 } from 'node:buffer';
import { charsetOf } from '../../formats/media-type.ts';
import { HttpError } from './http-error.ts';

type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** As the web has it (WHATWG, Encoding), the older Latin 1 is read as its superset. */
const CHARSETS: ReadonlyMap<string, Charset | 'utf-16'> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
]);

/** @throws HttpError 415 for a charset that is not read, 400 for bytes that are none of its text */
export function textOf(body: Buffer, contentType: string | undefined): string {
  return utf8Of(body, contentType).toString('utf8');
}

/** The same text as UTF-8 without a byte order mark: most bodies are that already, and stay where they are. @throws as `textOf` */
export function utf8Of(body: Buffer, contentType: string | undefined): Buffer {
  const charset = charsetIn(body, contentType);
  if (charset !== 'utf-8') return Buffer.from(decoded(body, charset));
  if (!isUtf8(body))
    throw new HttpError(
      400,
      'the body is not UTF-8: send it so, or say what it is, as "charset=windows-1252"',
    );
  return marked(body, 0xef, 0xbb) && body[2] === 0xbf ? body.subarray(3) : body;
}

/** A byte order mark says more than the type, which a proxy or a library may have added. */
function charsetIn(body: Buffer, contentType: string | undefined): Charset {
  const charset = declared(contentType);
  if (marked(body, 0xff, 0xfe)) return 'utf-16le';
  if (marked(body, 0xfe, 0xff)) return 'utf-16be';
  // Whatever it is, it begins with a letter or a sign of ASCII.
  if (charset === 'utf-16') return body[0] === 0 ? 'utf-16be' : 'utf-16le';
  return charset;
}

const marked = (body: Buffer, first: number, second: number): boolean =>
  body[0] === first && body[1] === second;

function declared(contentType: string | undefined): Charset | 'utf-16' {
  const name = charsetOf(contentType);
  if (name === undefined) return 'utf-8';
  const charset = CHARSETS.get(name.toLowerCase());
  if (charset) return charset;
  throw new HttpError(
    415,
    `charset "${name.slice(0, 100)}" is not read: one of ${[...CHARSETS.keys()].join(', ')}`,
  );
}

function decoded(body: Buffer, charset: Charset): string {
  const decoder = new TextDecoder(charset, { fatal: true });
  try {
    // In one go Node takes windows-1252 for Latin 1, whose 80 is no "€"; piece by piece it does not.
    return decoder.decode(body, { stream: true }) + decoder.decode();
  } catch {
    throw new HttpError(400, `the body is not ${charset}`);
  }
}
