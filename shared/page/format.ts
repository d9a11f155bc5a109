/** Numbers as people read them. */

const DAY = 86_400_000;

/** 1,234,567; fractions to three significant digits. */
export function number(value: number): string {
  if (Math.abs(value) >= 1000 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(Math.abs(value) >= 100 ? 4 : 3)));
}

/** 12.3 %. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** None and hardly any are told apart. */
export function smallShare(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.001 ? '< 0.1 %' : percent(share);
}

const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

/** $423,631 or 1,800 sqft. */
export function amount(value: number, unit: string | null): string {
  return withUnit(number(unit && SYMBOLS[unit] ? Math.round(value) : value), unit);
}

/** $1.2M or 350k sqft: for axes. */
export function short(value: number, unit: string | null = null): string {
  return withUnit(shortNumber(value), unit && SYMBOLS[unit] ? unit : null);
}

function withUnit(text: string, unit: string | null): string {
  const symbol = unit === null ? undefined : SYMBOLS[unit];
  if (symbol) return text.startsWith('-') ? `-${symbol}${text.slice(1)}` : `${symbol}${text}`;
  return unit === null ? text : `${text} ${unit}`;
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${digits(value / 1e9)}B`;
  if (size >= 1e6) return `${digits(value / 1e6)}M`;
  return size >= 1e4 ? `${digits(value / 1e3)}k` : number(value);
}

const digits = (value: number): string => String(Number(value.toPrecision(Math.abs(value) >= 100 ? 3 : 2)));

/** 1999-12-31, of days since 1970-01-01. */
export const day = (days: number): string => new Date(days * DAY).toISOString().slice(0, 10);

/** 2026-11-21 15:46 UTC. */
export const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** 1.2 MB. */
export function bytes(count: number): string {
  if (count >= 1e6) return `${digits(count / 1e6)} MB`;
  return count >= 1e3 ? `${digits(count / 1e3)} kB` : `${count} B`;
}

/** 8.1 s, or 3 min 5 s. */
export function seconds(count: number): string {
  const whole = Math.round(count);
  return whole < 60 ? `${count.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
