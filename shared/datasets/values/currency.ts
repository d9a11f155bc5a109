/** Signs and codes of currencies as they stand with numbers, and whether one fits the unit of a column. */

/** Letters that mean something else, too ("Ft", "R"), are left out. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  USD: ['$', 'US$'],
  EUR: ['€'],
  GBP: ['£'],
  JPY: ['¥'],
  CNY: ['¥'],
  CHF: ['Fr.', 'SFr.'],
  AUD: ['$', 'A$', 'AU$'],
  BRL: ['R$'],
  CAD: ['$', 'C$', 'CA$'],
  CZK: ['Kč'],
  DKK: ['kr'],
  HKD: ['$', 'HK$'],
  HUF: [],
  INR: ['₹'],
  KRW: ['₩'],
  MXN: ['$', 'MX$'],
  NOK: ['kr'],
  NZD: ['$', 'NZ$'],
  PLN: ['zł'],
  SEK: ['kr'],
  SGD: ['$', 'S$'],
  ZAR: [],
};

/** All that may stand with a number, the longest first, for a regular expression. */
export const CURRENCY_PATTERN = [...new Set([...Object.keys(SIGNS), ...Object.values(SIGNS).flat()])]
  .sort((a, b) => b.length - a.length)
  .map((written) => written.replaceAll(/[$.]/g, '\\$&'))
  .join('|');

/**
 * Whether amounts that are written with a sign or code are in the column's unit: "$" in "USD" or "USD/sqft". Where no
 * unit is declared, any fits.
 */
export function fitsUnit(written: string, unit: string | undefined): boolean {
  if (unit === undefined) return true;
  const own = unit.split(/[\s/]/)[0] ?? '';
  return written === own || signsOf(own).includes(written) || signsOf(written).includes(own);
}

const signsOf = (code: string): readonly string[] => (Object.hasOwn(SIGNS, code) ? (SIGNS[code] ?? []) : []);
