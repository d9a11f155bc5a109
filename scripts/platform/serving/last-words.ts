/** Why a process ended, of what it wrote last: for a log and for operators, who cannot use a line of a minified bundle. */

const LINES = 5;
const LETTERS = 300;
const ALL_LETTERS = 1000;
/** Where an error was thrown, and what Node says around it. */
const AROUND = /^\s*(at |\^+\s*$|Node\.js v\d|node:|file:\/\/\S+:\d+$|\/\S+\.m?js:\d+$|\}?\s*$)/;

/** @param lines the last that it wrote. @returns at most 1 KB */
export function lastWords(lines: readonly string[]): string {
  const meant = lines.filter((line) => !AROUND.test(line));
  const told = meant.filter((line) => line.length <= LETTERS);
  // The error, and what was said after it.
  const error = told.findLastIndex((line) => /error/i.test(line));
  const last = (told.length > 0 ? told : meant).slice(error < 0 ? -LINES : error).slice(0, LINES);
  const words = last.map((line) => cut(line.trim(), LETTERS)).join('\n');
  return words === '' ? 'it wrote nothing that tells why' : cut(words, ALL_LETTERS);
}

const cut = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, letters - 3)}...`;
