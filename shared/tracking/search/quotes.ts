/** Quotes around names and values. */

const within = (text: string, quote: string): boolean =>
  text.length >= 2 && text.startsWith(quote) && text.endsWith(quote);

export const isQuoted = (text: string): boolean => within(text, "'") || within(text, '"');

/** What stands between single or double quotes, or the text itself. */
export const unquoted = (text: string): string => (isQuoted(text) ? text.slice(1, -1) : text);

/** A key, or the word before it, without its quotes of whatever kind. */
export function plain(text: string): string {
  const key = unquoted(text);
  return within(key, '`') ? key.slice(1, -1) : key;
}
