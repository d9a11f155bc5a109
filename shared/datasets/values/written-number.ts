/** A number as it is written, taken apart: its sign, its digits, and what stands with them. */
import { CURRENCY_PATTERN } from './currency.ts';
import type { NumberStyle } from './form.ts';
import { plainDigits } from './number-style.ts';

export interface WrittenNumber {
  readonly negative: boolean;
  /** With whatever separates thousands and decimals: "1.234,5". */
  readonly digits: string;
  readonly currency: string | undefined;
  readonly percent: boolean;
}

const PARTS = new RegExp(
  `^([-+−]?) ?(${CURRENCY_PATTERN})? ?([-+−]?) ?((?:\\d|[.,]\\d)(?:[\\d.,'’ ]*[\\d.,])?(?:[eE][-+]?\\d+)?) ?(${CURRENCY_PATTERN}|%)?$`,
);

/** As accounts write what is below 0: "(5)", "$ (5)". */
const IN_PARENTHESES = /^([^()\d]*)\(([^()]+)\)$/;

/** @returns undefined for what is no number in any style */
export function takenApart(text: string): WrittenNumber | undefined {
  const [, outside, inner] = IN_PARENTHESES.exec(text) ?? [];
  const inside = inner === undefined ? undefined : `${outside}${inner.trim()}`;
  const [matched, before, first, between, digits, last] = PARTS.exec(inside ?? text) ?? [];
  if (matched === undefined || digits === undefined) return undefined;
  const sign = `${before}${between}`;
  if (sign.length > 1 || (inside !== undefined && sign !== '')) return undefined;
  const percent = last === '%';
  const after = percent ? undefined : last;
  if (first !== undefined && last !== undefined) return undefined;
  return {
    negative: inside !== undefined || (sign !== '' && sign !== '+'),
    digits,
    currency: first ?? after,
    percent,
  };
}

/** @param hundredths what is written with % is read as a fraction: "12%" is 0.12. NaN for digits in another style. */
export function valueIn(
  style: NumberStyle,
  { digits, negative }: WrittenNumber,
  hundredths: boolean,
): number {
  const plain = plainDigits(style, digits);
  if (plain === undefined) return Number.NaN;
  const number = hundredths ? hundredthsOf(plain) : Number(plain);
  if (!Number.isFinite(number)) return Number.NaN;
  return negative ? -number : number;
}

/** As the decimal number is written, with no rounding of its own. */
const hundredthsOf = (plain: string): number =>
  /e/i.test(plain) ? Number(plain) / 100 : Number(`${plain}e-2`);
