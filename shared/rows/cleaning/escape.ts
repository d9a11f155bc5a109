/** A text as COPY's text format writes it. Texts without special characters, nearly all, are themselves. */

const SPECIAL = /[\\\t\n\r]/;
const LETTER: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

export const escapeText = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (special) => LETTER[special] ?? special) : text;
