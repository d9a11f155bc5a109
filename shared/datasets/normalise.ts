/**
 * The one place where raw values become normalised ones: whole columns of text in `clean`, single JSON values in
 * `predict`. Both go through the same parser of a column, so that a row means the same wherever it comes from. A value
 * is read, missing, or unreadable.
 */
import type { Column, TextColumn } from '../ml/table.ts';
import type { ColumnDeclaration } from './declaration.ts';
import { numberIn, parserOf, textIn, textParser, UNREADABLE } from './values/cell.ts';
import type { Form } from './values/form.ts';
import { refusal } from './values/refusal.ts';

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
 * @param form how all of its values are written, where the batch agreed on that (see `agree`)
 */
export function normaliseColumn(
  declaration: ColumnDeclaration,
  values: readonly (string | null)[],
  form?: Form,
): NormalisedColumn {
  return isNumeric(declaration) ? numbers(declaration, values, form) : texts(declaration, values);
}

/**
 * One field of a JSON object, as the text that a file would have of it: a number may stand in a text, and the other way
 * round. What a double cannot hold exactly is refused where it is no number that is meant.
 */
export function normaliseValue(declaration: ColumnDeclaration, value: unknown): NormalisedValue {
  if (value === null || value === undefined) return { value: null };
  switch (typeof value) {
    case 'string':
      return fromText(declaration, value);
    case 'number':
      return fromNumber(declaration, value);
    case 'bigint':
      return declaration.type === 'number' || declaration.type === 'integer'
        ? fromNumber(declaration, Number(value))
        : fromText(declaration, String(value), `the number ${String(value).slice(0, 100)}`);
    case 'boolean':
      return fromText(declaration, String(value), String(value));
    default:
      return refused(declaration, kindOf(value));
  }
}

/** @param shown how a message calls it, where it was no text */
function fromText(declaration: ColumnDeclaration, raw: string, shown?: string): NormalisedValue {
  const value = isNumeric(declaration)
    ? numberIn(declaration, parserOf(declaration), raw)
    : textIn(declaration, textParser(declaration), raw);
  if (value === UNREADABLE) return refused(declaration, shown ?? `"${raw.slice(0, 100)}"`, raw);
  return { value: Number.isNaN(value) ? null : value };
}

function fromNumber(declaration: ColumnDeclaration, value: number): NormalisedValue {
  const text = String(value);
  const { type, missing } = declaration;
  if (missing?.includes(text)) return { value: null };
  // However a column's texts are written, a number is a number.
  if (type === 'number' || type === 'integer')
    return isOf(type, value) ? { value } : refused(declaration, text);
  if (type !== 'date' && !isExact(value))
    return refused(declaration, `the number ${text}, which is not exact: send it as a text`);
  return fromText(declaration, text, `the number ${text}`);
}

const isOf = (type: 'number' | 'integer', value: number): boolean =>
  type === 'integer' ? Number.isInteger(value) : Number.isFinite(value);

const refused = (declaration: ColumnDeclaration, shown: string, text?: string): NormalisedValue => ({
  problem: refusal(declaration, shown, text),
});

/** Whether its decimal text is the one that was sent, as far as anybody can tell. */
const isExact = (value: number): boolean =>
  Math.abs(value) <= Number.MAX_SAFE_INTEGER && !/e/.test(String(value));

function numbers(
  declaration: ColumnDeclaration,
  values: readonly (string | null)[],
  form: Form | undefined,
): NormalisedColumn {
  const parse = parserOf(declaration, form);
  const column = new Float64Array(values.length);
  let invalid: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as string | null;
    const number = value === null || value === '' ? Number.NaN : numberIn(declaration, parse, value);
    column[row] = number;
    if (number !== UNREADABLE) continue;
    column[row] = Number.NaN;
    invalid ??= new Uint8Array(values.length);
    invalid[row] = 1;
  }
  return { column, invalid };
}

function texts(declaration: ColumnDeclaration, values: readonly (string | null)[]): NormalisedColumn {
  const parse = textParser(declaration);
  const column: TextColumn = new Array<string | null>(values.length);
  let invalid: Uint8Array | undefined;
  let before: string | null = null;
  let last: string | null | typeof UNREADABLE = null;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as string | null;
    // In files that are sorted the same text comes again and again.
    if (value !== before) last = value === null ? null : textIn(declaration, parse, value);
    before = value;
    column[row] = typeof last === 'string' ? last : null;
    if (typeof last !== 'number') continue;
    invalid ??= new Uint8Array(values.length);
    invalid[row] = 1;
  }
  return { column, invalid };
}
