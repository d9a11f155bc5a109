/** Prefixes of codes: which codes have one is learned from the training part (see FittedPrefix). */
import type { FittedPrefix } from './fitted.ts';

/** Longer ones are no codes but texts; a number of so many digits fits an int64 with room. */
const mostDigits = 15;

/** @param codes of the training rows; "" is passed over */
export function fitPrefix(
  part: { readonly column: string; readonly prefix: number },
  codes: Iterable<string>,
): FittedPrefix {
  const digits = new Set<number>();
  const others = new Set<string>();
  const known = new Set<string>();
  for (const code of codes) {
    if (code === '') continue;
    if (isDigits(code) && code.length >= part.prefix && code.length <= mostDigits) digits.add(code.length);
    else others.add(code);
    known.add(code.slice(0, part.prefix));
  }
  return { ...part, digits: [...digits].sort((a, b) => a - b), others: [...others], known: [...known] };
}

/** The prefix of a code; "" when it has none. */
export function prefixIn({ prefix, digits, others }: FittedPrefix): (code: string) => string {
  const lengths = new Set(digits);
  const listed = new Set(others);
  return (code) => {
    const hasPrefix = listed.has(code) || (lengths.has(code.length) && isDigits(code));
    return hasPrefix ? code.slice(0, prefix) : '';
  };
}

const isDigits = (code: string): boolean => /^[0-9]+$/.test(code);
