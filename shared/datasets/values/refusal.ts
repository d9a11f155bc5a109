/** What is said to whoever sent a value that cannot be read: what was expected, and how to write what was meant. */
import { isoDay } from '../day.ts';
import type { ColumnDeclaration } from '../declaration.ts';
import { possibleDays } from './agree-days.ts';
import { possibleNumbers } from './agree-numbers.ts';
import { canonicalText } from './text.ts';

/**
 * @param shown what was sent, as the message calls it
 * @param text the text of it, where there is one
 */
export function refusal(declaration: ColumnDeclaration, shown: string, text?: string): string {
  const ways = text === undefined ? [] : waysToWrite(declaration, canonicalText(text));
  const advice = ways.length === 0 ? '' : `; write ${ways.slice(0, 3).join(' or ')}`;
  return `expected ${expected(declaration)}, got ${shown}${advice}`;
}

/** What a value of the column looks like. */
function expected({ type, dates, numbers }: ColumnDeclaration): string {
  const style = numbers === undefined ? '' : ` such as ${numbers}`;
  if (type === 'number') return `a number${style}`;
  if (type === 'integer') return `a whole number${style}`;
  if (type === 'date') return `a day such as "2022-03-31"${dates ? ` or in the order ${dates}` : ''}`;
  return type === 'code' ? 'a code (text or number)' : 'text';
}

function waysToWrite(declaration: ColumnDeclaration, text: string): string[] {
  if (declaration.type === 'date') return possibleDays(text).map((day) => `"${isoDay(day)}"`);
  return declaration.type === 'number' || declaration.type === 'integer'
    ? possibleNumbers(declaration, text).map(String)
    : [];
}
