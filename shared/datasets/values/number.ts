/** Numbers of a column: read plainly, in the style that the column declares, or in the form that a batch agreed on. */
import type { ColumnDeclaration } from '../declaration.ts';
import { fitsUnit } from './currency.ts';
import type { NumberForm } from './form.ts';
import { decimalOf } from './number-style.ts';
import { takenApart, valueIn, type WrittenNumber } from './written-number.ts';

/** Gives NaN for what is no such number. Texts are trimmed. */
export type ReadNumber = (text: string) => number;

/** A whole number may come as "3.0". */
export function numberReader(declaration: ColumnDeclaration, form?: NumberForm): ReadNumber {
  const read = form ? inForm(declaration, form) : declared(declaration);
  if (declaration.type !== 'integer') return read;
  return (text) => {
    const number = read(text);
    return Number.isInteger(number) ? number : Number.NaN;
  };
}

/**
 * A value of a format that knows numbers, such as JSON, as a file of texts would have it: a number as texts of the
 * column are written, so that it is read as the number that it is. Anything else is given back.
 */
export function asInTexts(column: ColumnDeclaration, value: unknown): unknown {
  return typeof value === 'number' && hasDecimalComma(column) ? withComma(String(value)) : value;
}

/** Whether texts of the column have a comma before decimals. */
export const hasDecimalComma = ({ numbers }: ColumnDeclaration): boolean =>
  numbers !== undefined && decimalOf(numbers) === ',';

/** The digits of a number with it. */
export const withComma = (digits: string): string => digits.replace('.', ',');

/** Percentages are what the column counts in. */
export const countsPercent = ({ unit }: ColumnDeclaration): boolean => unit === '%';

/** "1.5", "-3", "+3", "2e5", and the words of a yes or no as 1 and 0; not "0x10", not "Infinity". */
export function plainNumber(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? truth(text) : Number.NaN;
  // 0x, 0o, 0b: the only letters in a finite number beside the exponent's.
  const second = text.charCodeAt(1) | 32;
  return second === 120 || second === 111 || second === 98 ? Number.NaN : number;
}

function truth(text: string): number {
  if (text.length > 5 || text.length < 4) return Number.NaN;
  const word = text.toLowerCase();
  return word === 'true' ? 1 : word === 'false' ? 0 : Number.NaN;
}

/** What is written in the declared style may stand with the column's own unit. */
function declared(declaration: ColumnDeclaration): ReadNumber {
  const { numbers: style, unit } = declaration;
  if (style === undefined) return plainNumber;
  const fits = ({ currency, percent }: WrittenNumber): boolean =>
    (!percent || countsPercent(declaration)) &&
    (currency === undefined || (unit !== undefined && fitsUnit(currency, unit)));
  return plainlyFirst(style, (text) => {
    const written = takenApart(text);
    return written && fits(written) ? valueIn(style, written, false) : Number.NaN;
  });
}

function inForm(declaration: ColumnDeclaration, form: NumberForm): ReadNumber {
  const { style, currency, percent = false } = form;
  const hundredths = percent && !countsPercent(declaration);
  const fits = (written: WrittenNumber): boolean =>
    (written.currency === undefined || written.currency === currency) &&
    (hundredths ? written.percent : percent || !written.percent);
  const read: ReadNumber = (text) => {
    const written = takenApart(text);
    return written && fits(written) ? valueIn(style, written, hundredths) : Number.NaN;
  };
  return hundredths ? read : plainlyFirst(style, read);
}

/** Where the plain reading and the style's can only be the same, the plain one is cheaper. */
function plainlyFirst(style: NumberForm['style'], read: ReadNumber): ReadNumber {
  const hasPoint = decimalOf(style) === '.';
  return (text) => {
    const number = hasPoint || !text.includes('.') ? plainNumber(text) : Number.NaN;
    return Number.isNaN(number) ? read(text) : number;
  };
}
