/** How deep a text of YAML goes, looked at word by word before any of it is built: parsers take the square of it. */

/** A declaration goes some ten deep. */
const DEEPEST = 64;
/** Of the lexer: the next word is a value, whatever it looks like. */
const SCALAR = '\x1f';

/** @param words as the lexer gives them */
export function goesTooDeep(words: Iterable<string>): boolean {
  let [brackets, inLine] = [0, 0];
  let isValue = false;
  for (const word of words) {
    if (isValue || word === SCALAR) {
      isValue = !isValue;
      continue;
    }
    if (word === '[' || word === '{') brackets++;
    if (word === ']' || word === '}') brackets--;
    // Lists in lists may begin on one line; over lines their depth is paid for with blanks.
    if (word === '-' || word === '?') inLine++;
    if (word.includes('\n')) inLine = 0;
    if (brackets > DEEPEST || inLine > DEEPEST) return true;
  }
  return false;
}
