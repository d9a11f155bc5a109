/** Rows as CSV, as RFC 4180 has it. */
import type { Value } from './order.ts';

export const csvOf = (rows: readonly (readonly Value[])[]): string =>
  rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');

/** A text that a spreadsheet would take for a formula is shown as the text that it is: OWASP, "CSV Injection". */
function fieldOf(value: Value): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
