/** Numbers and times as people read them, in their language; of times, in their zone. */
import { now } from '../data/connection.ts';
import { language } from '../texts/texts.ts';

/** As the reader's own variety of the language writes them: 'en-GB', not 'en'. */
const locale = (): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language.value) ?? language.value;

/** Formats cost a hundred times more to make than to use, and a long table has thousands of values. */
function kept<Format>(make: (locale: string) => Format): () => Format {
  const made = new Map<string, Format>();
  return () => {
    const found = made.get(language.value) ?? make(locale());
    made.set(language.value, found);
    return found;
  };
}

const numbers = new Map<string, () => Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const found = numbers.get(key) ?? kept((tag) => new Intl.NumberFormat(tag, options));
  numbers.set(key, found);
  return found();
}

const times = (options: Intl.DateTimeFormatOptions) => {
  const format = kept((tag) => new Intl.DateTimeFormat(tag, options));
  return (moment: number | string): string => format().format(new Date(moment));
};

/** 1,234,567; fractions to three significant digits. */
export const number = (value: number): string =>
  Math.abs(value) >= 1000 || Number.isInteger(value)
    ? format({ maximumFractionDigits: 0 }).format(value)
    : format({ maximumSignificantDigits: 3 }).format(value);

/** 1.2M, for where there is little room. */
export const short = (value: number): string =>
  format({ notation: 'compact', maximumFractionDigits: 1 }).format(value);

/** 12.3 %, of a share. */
export const percent = (share: number, digits = 1): string =>
  format({ style: 'percent', maximumFractionDigits: digits }).format(share);

/** $423,631 or 1,800 sqft. */
export const amount = (value: number, unit?: string | null): string =>
  unit && CURRENCIES.has(unit)
    ? format({ style: 'currency', currency: unit, maximumFractionDigits: 0 }).format(value)
    : unit
      ? `${number(value)} ${unit}`
      : number(value);

const CURRENCIES: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP', 'MXN', 'COP']);

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** 1.2 MB. */
export function bytes(count: number): string {
  const size = count < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(count) / 3));
  const unit = SIZES[size] ?? 'byte';
  return format({ style: 'unit', unit, maximumSignificantDigits: 3 }).format(count / 1000 ** size);
}

/** 81 ms, 8.1 s or 3 min 5 s. */
export function seconds(count: number): string {
  if (count < 1) return `${number(Math.round(count * 1000))} ms`;
  if (count < 60) return `${format({ maximumFractionDigits: 1 }).format(count)} s`;
  const whole = Math.round(count);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const STEPS = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 30 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400, below: 365 * 86_400 },
  { unit: 'year', seconds: 365 * 86_400, below: Number.POSITIVE_INFINITY },
] as const;

/** "3 minutes ago", "in 2 days"; goes on by itself where it is drawn. */
export function ago(moment: number | string): string {
  const distance = (new Date(moment).getTime() - now.value) / 1000;
  // A moment that has just come may be a little ahead of the clock that ticks.
  const past = distance > 0 && distance < 10 ? 0 : distance;
  const step = STEPS.find(({ below }) => Math.abs(past) < below) ?? STEPS[5];
  return relative().format(Math.round(past / step.seconds), step.unit);
}

const relative = kept((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));

/** 30 November 2026, 22:34:13 CET. */
export const absolute = times({ dateStyle: 'long', timeStyle: 'long' });

/** 30 Nov, 22:34. */
export const shortMoment = times({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** 22:34 */
export const shortTime = times({ timeStyle: 'short' });

/** 22:34:13 */
export const timeOfDay = times({ timeStyle: 'medium' });
