/** Codes: texts that may have come through a program that took them for numbers. */
import type { ColumnDeclaration } from '../declaration.ts';

const DIGITS = /^\d+$/;
const DIGITS_AND_ZEROS = /^-?\d+\.0*$/;
const POWER_OF_TEN = /^-?\d(?:\.\d+)?[eE]\+\d+$/;

/** "9.00720E+15": a spreadsheet has rounded it, and which code it was nobody knows. */
export const isRounded = (text: string): boolean => text.includes('+') && POWER_OF_TEN.test(text);

/** "6016.0" is the code 6016, and 06016 where codes have five digits. */
export function codeText({ width = 0 }: ColumnDeclaration, text: string): string {
  const code = withoutFraction(text);
  return code.length < width && DIGITS.test(code) ? code.padStart(width, '0') : code;
}

function withoutFraction(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  if (last !== 48 && last !== 46) return text;
  return DIGITS_AND_ZEROS.test(text) ? text.slice(0, text.indexOf('.')) : text;
}
