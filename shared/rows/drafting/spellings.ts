/** Texts that people and programs write where there is no value. */

const ALWAYS = ['?', 'N/A', 'n/a', '#N/A', 'NA', 'NaN', 'nan', 'null', 'NULL', '(missing)', 'missing', 'NaT'];
/** Among numbers and days; among words they may be one. */
const AMONG_NUMBERS = ['-', '--', '.', '*', 'None', 'none', 'unknown', 'Unknown'];
const PLACEHOLDERS = ['-999', '-9999', '-99999', '-999.0', '-9999.0', '-200', '-200.0'];

/** @param texts of one column, those that are not empty */
export function spellingsOfMissing(texts: readonly string[]): string[] {
  const different = new Set(texts.slice(0, 20_000).map((text) => text.trim()));
  const always = ALWAYS.filter((text) => different.has(text));
  const rest = [...different].filter((text) => !always.includes(text));
  const numbers = rest.filter((text) => text !== '' && Number.isFinite(Number(text)));
  const others = AMONG_NUMBERS.filter((text) => different.has(text));
  const isNumeric = numbers.length > 0 && numbers.length + others.length === rest.length;
  return isNumeric ? [...always, ...others, ...placeholders(numbers)] : always;
}

/** -999 where nothing else is below 0. */
function placeholders(numbers: readonly string[]): string[] {
  const found = PLACEHOLDERS.filter((text) => numbers.includes(text));
  const rest = numbers.filter((text) => !found.includes(text));
  return rest.length > 0 && rest.every((text) => Number(text) >= 0) ? found : [];
}
