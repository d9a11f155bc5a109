/** Keys: what rows are grouped by in encodings, as text, the same for fitting, applying and the ONNX graph. */
import { type Table, type TextColumn, text } from '../table.ts';
import { type FittedKeyPart, type FittedPrefix, keySeparator } from './fitted.ts';
import type { KeyPart } from './specification.ts';

/** More digits than this are no code but a text; fits an int64 with room. */
const mostDigits = 15;

/** Keys of a table's rows, each distinct one numbered in the order of its first row. */
export interface Grouping {
  readonly key: readonly FittedKeyPart[];
  readonly keys: readonly string[];
  /** For each row the number of its key; -1 where a part is missing. */
  readonly groupOf: Int32Array;
}

/** The keys of all rows, "" in place of a missing part, and whether no part is missing. */
export function keysOf(key: readonly FittedKeyPart[], table: Table): { keys: string[]; whole: Uint8Array } {
  const parts = key.map((part) => partOf(part, table));
  const keys = new Array<string>(table.rows);
  const whole = new Uint8Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    let joined = '';
    let complete = 1;
    for (let at = 0; at < parts.length; at++) {
      const value = (parts[at] as TextColumn)[row] ?? '';
      if (value === '') complete = 0;
      joined = at === 0 ? value : joined + keySeparator + value;
    }
    keys[row] = joined;
    whole[row] = complete;
  }
  return { keys, whole };
}

function partOf(part: FittedKeyPart, table: Table): TextColumn {
  if (typeof part === 'string') return text(table, part);
  const digits = new Set(part.digits);
  const others = new Set(part.others);
  return text(table, part.column).map((code) => {
    if (!code) return null;
    const known = isDigits(code) ? digits.has(code.length) || others.has(code) : others.has(code);
    return known ? code.slice(0, part.prefix) : null;
  });
}

/** Groups all rows by their keys, with prefixes as learned from the given rows. */
export function groupRows(key: readonly KeyPart[], table: Table, rows: Int32Array): Grouping {
  const fitted = key.map((part) => (typeof part === 'string' ? part : fitPrefix(part, table, rows)));
  const { keys, whole } = keysOf(fitted, table);
  const numbers = new Map<string, number>();
  const groupOf = new Int32Array(table.rows).fill(-1);
  for (const row of rows) {
    if (!whole[row]) continue;
    const name = keys[row] as string;
    let number = numbers.get(name);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(name, number);
    }
    groupOf[row] = number;
  }
  return { key: fitted, keys: [...numbers.keys()], groupOf };
}

/** Which codes have a prefix at all: see FittedPrefix. */
function fitPrefix(part: { column: string; prefix: number }, table: Table, rows: Int32Array): FittedPrefix {
  const column = text(table, part.column);
  const codes = new Set<string>();
  for (const row of rows) {
    const code = column[row];
    if (code) codes.add(code);
  }
  const regular = (code: string) => isDigits(code) && code.length >= part.prefix && code.length <= mostDigits;
  const digits = new Set<number>();
  const others: string[] = [];
  const known = new Set<string>();
  for (const code of codes) {
    if (regular(code)) digits.add(code.length);
    else others.push(code);
    known.add(code.slice(0, part.prefix));
  }
  return { ...part, digits: [...digits].sort((a, b) => a - b), others, known: [...known] };
}

function isDigits(code: string): boolean {
  for (let at = 0; at < code.length; at++) {
    const letter = code.charCodeAt(at);
    if (letter < 48 || letter > 57) return false;
  }
  return code.length > 0;
}
