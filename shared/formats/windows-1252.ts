/** windows-1252, in which Excel saves CSV in Western countries, and which is what "latin-1" means on the web. */

/** @returns its text; five bytes that are no character are taken for controls, as on the web */
export function windows1252(bytes: Buffer): string {
  const decoder = new TextDecoder('windows-1252');
  // In one go Node (until 23.7) takes it for Latin 1, whose 0x80 is no "€"; as a stream it does not.
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** A multi-byte sequence of UTF-8. */
const UTF8 = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/;
const LETTER = '[\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\xff]';
/** One or two accented letters beside at least one of ASCII. */
const WORD = new RegExp(
  `(?<=[A-Za-z])${LETTER}{1,2}(?!${LETTER})|(?<!${LETTER})${LETTER}{1,2}(?=[A-Za-z])`,
  'g',
);
/** "à" and "é" are words. */
const ALONE = /(?<![A-Za-z\x80-\xff])[\xc0\xc9\xe0\xe9](?![A-Za-z\x80-\xff])/g;
/** Between letters an apostrophe alone; else € … ‘ ’ “ ” – — £ § « ° » ½; and anywhere ™ © ® ² and no-break blanks. */
const MARK = '[\\x80\\x85\\x91-\\x94\\x96\\x97\\xa3\\xa7\\xab\\xb0\\xbb\\xbd]';
const SIGN = new RegExp(`(?<![A-Za-z])${MARK}|${MARK}(?![A-Za-z])|[\\x92\\x99\\xa0\\xa9\\xae\\xb2]`, 'g');
const HIGH = /[\x80-\xff]/;
const CERTAIN = 3;

/**
 * Whether the beginning of a file is windows-1252, and certainly so: it has no multi-byte sequence of UTF-8; at least
 * three times one or two accented letters stand beside one of ASCII ("Montréal"), as words of Western languages have
 * them; and every other byte over 0x7F is a usual sign in a usual place. So it is not one stray byte in a file of
 * UTF-8, not Cyrillic or Greek (words of such letters alone), and not what DOS or a Macintosh wrote (their accented
 * letters are 0x80 to 0x9F). Languages of Central Europe are told apart as far as they use letters that are signs here.
 */
export function isWindows1252(head: Buffer): boolean {
  const text = head.toString('latin1');
  if (UTF8.test(text) || (text.match(WORD)?.length ?? 0) < CERTAIN) return false;
  return !HIGH.test(text.replaceAll(ALONE, '_').replaceAll(WORD, '_').replaceAll(SIGN, '_'));
}
