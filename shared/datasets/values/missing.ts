/** Which texts stand for no value. */
import type { ColumnDeclaration } from '../declaration.ts';

/** How tables are exported writes "no number" so; in a text column these may be words. */
const NOT_A_NUMBER = /^(nan|null|na|n\/a|none|nat)$/i;

/** @param text trimmed */
export function isMissing({ type, missing }: ColumnDeclaration, text: string): boolean {
  if (text === '') return true;
  if (missing?.includes(text)) return true;
  // Letters alone, so digits need no regular expression.
  return type !== 'text' && text.charCodeAt(0) > 64 && text.length <= 4 && NOT_A_NUMBER.test(text);
}
