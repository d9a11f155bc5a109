/** The digits of a number in the styles in which people write them. */
import { NUMBER_STYLES, type NumberStyle } from './form.ts';

interface Signs {
  /** Matches digits in this style; a blank between thousands is one blank, as texts are canonical. */
  readonly shape: RegExp;
  readonly thousands: RegExp | undefined;
  readonly decimal: '.' | ',';
}

const SIGNS = Object.fromEntries(NUMBER_STYLES.map((style) => [style, signsOf(style)])) as Readonly<
  Record<NumberStyle, Signs>
>;

function signsOf(style: NumberStyle): Signs {
  const decimal = style.at(-2) === ',' ? ',' : '.';
  const sign = style.length === 7 ? `[${style[1] === "'" ? "'’" : style[1]}]` : undefined;
  // Thousands begin with no zero: "0,123" is a fraction.
  const grouped = sign ? `|[1-9]\\d{0,2}(?:${sign}\\d{3})+` : '';
  return {
    shape: new RegExp(`^(?:(?:\\d+${grouped})(?:[${decimal}]\\d*)?|[${decimal}]\\d+)(?:[eE][-+]?\\d+)?$`),
    thousands: sign ? new RegExp(sign, 'g') : undefined,
    decimal,
  };
}

/** "1234.5" for "1.234,5" in the style that it shows; undefined for digits that are in another style. */
export function plainDigits(style: NumberStyle, digits: string): string | undefined {
  const { shape, thousands, decimal } = SIGNS[style];
  if (!shape.test(digits)) return undefined;
  const whole = thousands ? digits.replace(thousands, '') : digits;
  return decimal === ',' ? whole.replace(',', '.') : whole;
}

export const decimalOf = (style: NumberStyle): '.' | ',' => SIGNS[style].decimal;
