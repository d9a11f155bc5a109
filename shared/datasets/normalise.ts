/**
 * The one place where raw values become normalised ones: whole columns of text in `clean`, single JSON values in
 * `predict`. Both go through the same parser of a column, so that a row means the same wherever it comes from.
 */
import type { Column, TextColumn } from '../ml/table.ts';
import { parseDay } from './day.ts';
import type { ColumnDeclaration } from './declaration.ts';
import type { Form } from './values/form.ts';

export interface NormalisedColumn {
  /** Numbers (NaN missing; dates as days since 1970-01-01), or texts and codes (null missing). */
  readonly column: Column;
  /** 1 where a value was present but not of the column's type; undefined when there is none such. */
  readonly invalid: Uint8Array | undefined;
}

export type NormalisedValue = { readonly value: number | string | null } | { readonly problem: string };

/** What a value of JSON is, with its article, for error messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Whether normalised values of the column are numbers. */
export const isNumeric = (declaration: ColumnDeclaration): boolean =>
  declaration.type === 'number' || declaration.type === 'integer' || declaration.type === 'date';

/**
 * @param values one column of a file, as it came
 * @param _form how all of its values are written, where the batch agreed on that (see `agree`)
 */
export function normaliseColumn(
  declaration: ColumnDeclaration,
  values: readonly (string | null)[],
  _form?: Form,
): NormalisedColumn {
  return isNumeric(declaration) ? numbers(declaration, values) : texts(declaration, values);
}

/** One field of a JSON object; texts are taken as in a file, numbers where they can be meant. */
export function normaliseValue(declaration: ColumnDeclaration, value: unknown): NormalisedValue {
  if (value === null || value === undefined) return { value: null };
  if (typeof value === 'number') return fromNumber(declaration, value);
  if (typeof value !== 'string')
    return {
      problem: `expected ${expected(declaration)}, got ${kindOf(value)}`,
    };
  const text = trimmed(value);
  if (isMissing(declaration, text)) return { value: null };
  if (!isNumeric(declaration)) return { value: textParser(declaration)(text) };
  const number = numberParser(declaration)(text);
  return Number.isNaN(number) ? refusal(declaration, `"${value.slice(0, 100)}"`) : { value: number };
}

function fromNumber(declaration: ColumnDeclaration, value: number): NormalisedValue {
  if (!Number.isFinite(value)) return refusal(declaration, String(value));
  if (declaration.type === 'code') return { value: textParser(declaration)(String(value)) };
  if (declaration.type === 'integer' && !Number.isInteger(value)) return refusal(declaration, String(value));
  if (declaration.type === 'number' || declaration.type === 'integer') return { value };
  return refusal(declaration, `the number ${value}`);
}

const refusal = (declaration: ColumnDeclaration, what: string): NormalisedValue => ({
  problem: `expected ${expected(declaration)}, got ${what}`,
});

/** What a value of the column looks like, for error messages. */
function expected({ type, dates }: ColumnDeclaration): string {
  if (type === 'number') return 'a number';
  if (type === 'integer') return 'a whole number';
  if (type === 'date') return `a day such as "2022-03-31"${dates ? ` or in the order ${dates}` : ''}`;
  return type === 'code' ? 'a code (text or number)' : 'text';
}

function numbers(declaration: ColumnDeclaration, values: readonly (string | null)[]): NormalisedColumn {
  const parse = numberParser(declaration);
  const column = new Float64Array(values.length);
  let invalid: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as string | null;
    if (value === null || value === '') {
      column[row] = Number.NaN;
      continue;
    }
    const text = trimmed(value);
    const number = isMissing(declaration, text) ? Number.NaN : parse(text);
    column[row] = number;
    if (Number.isNaN(number) && !isMissing(declaration, text)) {
      invalid ??= new Uint8Array(values.length);
      invalid[row] = 1;
    }
  }
  return { column, invalid };
}

function texts(declaration: ColumnDeclaration, values: readonly (string | null)[]): NormalisedColumn {
  const parse = textParser(declaration);
  const column: TextColumn = new Array<string | null>(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as string | null;
    const text = value === null ? '' : trimmed(value);
    column[row] = isMissing(declaration, text) ? null : parse(text);
  }
  // Any text is text.
  return { column, invalid: undefined };
}

/** How tables are exported writes "no number" so; in a text column these may be words. */
const NOT_A_NUMBER = /^(nan|null|na|n\/a|none|nat)$/i;

function isMissing({ type, missing }: ColumnDeclaration, text: string): boolean {
  if (text === '') return true;
  if (missing?.includes(text)) return true;
  // Letters alone, so digits need no regular expression.
  return type !== 'text' && text.charCodeAt(0) > 64 && text.length <= 4 && NOT_A_NUMBER.test(text);
}

/** Gives NaN for what is no such value. */
function numberParser({ type, dates }: ColumnDeclaration): (text: string) => number {
  if (type === 'date') return (text) => parseDay(text, dates);
  if (type === 'integer')
    return (text) => {
      const number = decimal(text);
      return Number.isInteger(number) ? number : Number.NaN;
    };
  return decimal;
}

/** A finite decimal number: "1.5", "-3", "2e5"; not "0x10", not "Infinity". */
function decimal(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) return Number.NaN;
  // 0x, 0o, 0b: the only letters in a finite number beside the exponent's.
  const second = text.charCodeAt(1) | 32;
  return second === 120 || second === 111 || second === 98 ? Number.NaN : number;
}

function textParser({ type, width = 0, case: letters }: ColumnDeclaration): (text: string) => string {
  const cased =
    letters === 'lower'
      ? (text: string): string => text.toLowerCase()
      : letters === 'upper'
        ? (text: string): string => text.toUpperCase()
        : (text: string): string => text;
  if (type === 'text') return cased;
  return (text) => {
    const code = withoutFraction(text);
    return cased(code.length < width && DIGITS.test(code) ? code.padStart(width, '0') : code);
  };
}

const DIGITS = /^\d+$/;
const DIGITS_AND_ZEROS = /^-?\d+\.0*$/;

/** "6016.0" is the code 6016, read by something that took it for a number. */
function withoutFraction(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  if (last !== 48 && last !== 46) return text;
  return DIGITS_AND_ZEROS.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

/** Most values need no trimming, and a look at both ends is cheaper than a copy. */
function trimmed(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return text.charCodeAt(0) <= 32 || last <= 32 || last >= 160 || text.charCodeAt(0) >= 160
    ? text.trim()
    : text;
}
