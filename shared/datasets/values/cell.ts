/** One text of a column: read, missing, or unreadable. */
import type { ColumnDeclaration } from '../declaration.ts';
import { codeText, isRounded } from './code.ts';
import { dayReader } from './day.ts';
import type { Form } from './form.ts';
import { isMissing } from './missing.ts';
import { numberReader } from './number.ts';
import { canonicalText } from './text.ts';

/** What is present but cannot be read, beside NaN, which is missing: no number or text that is read. */
export const UNREADABLE = Number.POSITIVE_INFINITY;

/** Nearly all numbers are read as they are; only what is not is looked at as closely as texts are. */
export function numberIn(
  declaration: ColumnDeclaration,
  parse: (text: string) => number,
  raw: string,
): number {
  const text = trimmed(raw);
  if (isMissing(declaration, text)) return Number.NaN;
  const number = parse(text);
  if (!Number.isNaN(number)) return number;
  const canonical = canonicalText(text);
  if (isMissing(declaration, canonical)) return Number.NaN;
  const second = canonical === text ? number : parse(canonical);
  return Number.isNaN(second) ? UNREADABLE : second;
}

/** Gives NaN for what is no such value. */
export function parserOf(declaration: ColumnDeclaration, form?: Form): (text: string) => number {
  return declaration.type === 'date'
    ? dayReader(declaration, form?.kind === 'day' ? form : undefined)
    : numberReader(declaration, form?.kind === 'number' ? form : undefined);
}

/** Any text is text; of codes some are none. */
export function textIn(
  declaration: ColumnDeclaration,
  parse: (text: string) => string,
  raw: string,
): string | null | typeof UNREADABLE {
  const text = canonicalText(raw);
  if (isMissing(declaration, text)) return null;
  return declaration.type === 'code' && isRounded(text) ? UNREADABLE : parse(text);
}

export function textParser(declaration: ColumnDeclaration): (text: string) => string {
  const cased = CASES[declaration.case ?? 'any'];
  return declaration.type === 'text' ? cased : (text) => cased(codeText(declaration, text));
}

const CASES = {
  lower: (text: string): string => text.toLowerCase(),
  upper: (text: string): string => text.toUpperCase(),
  any: (text: string): string => text,
};

/** Most values need no trimming, and a look at both ends is cheaper than a copy. */
function trimmed(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return text.charCodeAt(0) <= 32 || last <= 32 || last >= 160 || text.charCodeAt(0) >= 160
    ? text.trim()
    : text;
}
