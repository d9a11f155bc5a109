/** Days of a column: what is certain by itself, in the order that the column declares or a batch agreed on. */
import { dayNumber } from '../day.ts';
import type { ColumnDeclaration } from '../declaration.ts';
import type { DayForm, DayOrder } from './form.ts';
import { namedMonth } from './month-names.ts';

/** Days since 1970-01-01; NaN for what is no day. Texts are trimmed. */
export type ReadDay = (text: string) => number;

export function dayReader({ dates }: ColumnDeclaration, form?: DayForm): ReadDay {
  const order = form?.order ?? dates;
  return order === 'Excel serial' ? excelDay : (text) => parseDay(text, order);
}

/**
 * The day that a text names, also with a time after it, which is ignored. Certain by itself is what begins with the
 * year ("2022-03-31", "2022/3/31", "20220331"), and what names the month ("31 Mar 2022"); other orders are understood
 * where they are given. NaN for anything else: of two digits nobody knows the century.
 */
export function parseDay(text: string, order?: DayOrder): number {
  const day = text.length > 10 && text.includes(':') ? text.replace(TIME, '') : text;
  if (day.length === 10 && day.charCodeAt(4) === DASH && day.charCodeAt(7) === DASH)
    return dayNumber(digits(day, 0, 4), digits(day, 5, 7), digits(day, 8, 10));
  return yearFirst(day) ?? named(day) ?? (order === undefined ? Number.NaN : inOrder(day, order));
}

/** From 1970 on, so that no year, code or amount is taken for one; up to 2099-12-31. */
const FIRST_SERIAL = 25_569;
const LAST_SERIAL = 73_050;
const SERIAL = /^\d{5}(?:\.\d+)?$/;

/** Excel counts from 1899-12-30; a fraction is the time of day. */
export function excelDay(text: string): number {
  const serial = SERIAL.test(text) ? Math.floor(Number(text)) : Number.NaN;
  return serial >= FIRST_SERIAL && serial <= LAST_SERIAL ? serial - FIRST_SERIAL : Number.NaN;
}

const DASH = 45;
const TIME =
  /,?[T ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const DIGITS = /^(\d{4})(\d\d)(\d\d)$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

function yearFirst(text: string): number | undefined {
  const [, year, separator, month, day] = YEAR_FIRST.exec(text) ?? [];
  if (separator !== undefined) return dayNumber(Number(year), Number(month), Number(day));
  const [, ofEight, two, last] = DIGITS.exec(text) ?? [];
  return ofEight === undefined ? undefined : dayNumber(Number(ofEight), Number(two), Number(last));
}

function named(text: string): number | undefined {
  const parts = namedMonth(text);
  return parts && dayNumber(...parts);
}

function inOrder(text: string, order: DayOrder): number {
  const [, first, separator, second, year] = YEAR_LAST.exec(text) ?? [];
  if (separator === undefined || !order.includes(separator)) return Number.NaN;
  return order.startsWith('month')
    ? dayNumber(Number(year), Number(first), Number(second))
    : dayNumber(Number(year), Number(second), Number(first));
}

/** The number that the digits in text[from, to) write; NaN when one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
