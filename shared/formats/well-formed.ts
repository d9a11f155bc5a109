/**
 * Texts that can be kept: half a character (a lone surrogate, which JSON can escape) is no text in UTF-8, and Postgres
 * keeps no NUL. Where such a text comes with others it is mended, so that they do not suffer from it.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const ODD = /[\u0000\p{Surrogate}]/u;
const ALL_ODD = new RegExp(ODD, 'gu');
const INSTEAD = '\uFFFD';

export const isWellFormed = (text: string): boolean => !ODD.test(text);

/** With U+FFFD in place of what is no character. */
export const wellFormed = (text: string): string =>
  isWellFormed(text) ? text : text.replace(ALL_ODD, INSTEAD);

/** In the output of JSON.stringify, which escapes halves of characters and nothing else above U+001F. */
const ESCAPED = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** A value of JSON with all of its texts mended, names among them. */
export function wellFormedIn<T>(value: T): T {
  const json = JSON.stringify(value);
  const mended = json?.replace(ESCAPED, `$1${INSTEAD}`);
  return mended === json ? value : (JSON.parse(mended) as T);
}
